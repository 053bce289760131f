package io.crossweave.core.model;

import java.util.regex.Pattern;

/**
 * What a name may look like, given as a regular expression and checked by tables made from it: every item that is read brings seven names,
 * and matching those took a tenth of the time of reading it.
 */
final class NameForm {
    static final NameForm LABEL = new NameForm("[a-z][a-z0-9-]{0,62}", 63);
    static final NameForm TENANT = new NameForm("[A-Za-z0-9._~:@-]{1,128}", 128);
    static final NameForm CONTEXT_ID = new NameForm("[A-Za-z0-9._~:@-]{1,256}", 256);

    private static final int ASCII = 128;

    private final String pattern;
    private final int charsMax;
    private final boolean[] first = new boolean[ASCII];
    private final boolean[] further = new boolean[ASCII];

    /** The expression says of single characters where they may stand, and may begin with {@code a}. */
    private NameForm(String pattern, int charsMax) {
        this.pattern = pattern;
        this.charsMax = charsMax;
        Pattern compiled = Pattern.compile(pattern);
        for (char unit = 0; unit < ASCII; unit++) {
            first[unit] = compiled.matcher(String.valueOf(unit)).matches();
            further[unit] = compiled.matcher("a" + unit).matches();
        }
    }

    /** The regular expression. */
    String pattern() {
        return pattern;
    }

    boolean matches(String name) {
        int length = name.length();
        if (length == 0 || length > charsMax || !isIn(first, name.charAt(0))) {
            return false;
        }
        for (int i = 1; i < length; i++) {
            if (!isIn(further, name.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isIn(boolean[] allowed, char unit) {
        return unit < ASCII && allowed[unit];
    }
}
