package io.crossweave.core.document;

/** What makes a Java string text that UTF-8 can carry: every surrogate stands in a pair. */
final class UnicodeText {
    private UnicodeText() {}

    /** The index of the first surrogate without its other half, or -1. */
    static int loneSurrogateAt(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            char unit = text.charAt(i);
            if (Character.isSurrogate(unit)) {
                boolean paired =
                        Character.isHighSurrogate(unit) && i + 1 < to && Character.isLowSurrogate(text.charAt(i + 1));
                if (!paired) {
                    return i;
                }
                i++;
            }
        }
        return -1;
    }

    static boolean isWellFormed(String text) {
        return loneSurrogateAt(text, 0, text.length()) < 0;
    }

    static String requireWellFormed(String text, String what) {
        if (!isWellFormed(text)) {
            throw new IllegalArgumentException(what + " of " + text.length() + " chars contains a lone surrogate");
        }
        return text;
    }
}
