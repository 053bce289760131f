package io.crossweave.core.document;

import java.util.Comparator;
import java.util.List;

/**
 * A set of places that a rule is for, written as a JSON Pointer in which the token {@code *} stands for any one token and the last
 * token may be {@code **}, for any number of further tokens, none included: {@code /state/**} is {@code /state} itself and
 * everything below it, {@code /**} is the whole document. Elsewhere than alone in a token a {@code *} is refused, as it would look
 * like a wildcard and be none.
 *
 * <p><b>Order of specificity</b>, a total order with the most specific pattern first: at the first position at which two
 * patterns differ, a literal token goes before {@code *}, {@code *} before the end of the pattern, and the end before {@code **};
 * two different literals go in the order of names. The comparison runs from the root down, so {@code /a/**} goes before any pattern
 * that begins with {@code *}: what is known earlier weighs more. Among patterns that match one place, the first by this order decides.
 */
public final class PathPattern {
    public static final Comparator<PathPattern> MOST_SPECIFIC_FIRST = (left, right) -> right.compareSpecificity(left);

    private static final String ANY_TOKEN = "*";
    private static final String ANY_BELOW = "**";

    private final List<String> tokens;
    private final boolean open;

    /** {@code tokens} are those before a final {@code **}, of which {@code open} tells. */
    private PathPattern(List<String> tokens, boolean open) {
        this.tokens = tokens;
        this.open = open;
    }

    /** Throws {@link InvalidPointerException}, which says where and why. */
    public static PathPattern parse(String text) {
        List<String> tokens = JsonPointer.parse(text).tokens();
        boolean open = !tokens.isEmpty() && tokens.getLast().equals(ANY_BELOW);
        List<String> fixed = open ? tokens.subList(0, tokens.size() - 1) : tokens;
        int at = 0;
        for (String token : fixed) {
            at = text.indexOf('/', at) + 1;
            if (token.contains(ANY_TOKEN) && !token.equals(ANY_TOKEN)) {
                String reason = token.equals(ANY_BELOW)
                        ? "'**' may only be the last token of a pattern"
                        : "'*' must be a token of its own";
                throw new InvalidPointerException(reason, text.indexOf('*', at));
            }
        }
        return new PathPattern(List.copyOf(fixed), open);
    }

    public boolean matches(JsonPointer place) {
        boolean depthFits = open ? place.depth() >= tokens.size() : place.depth() == tokens.size();
        return depthFits && agreesUpTo(tokens.size(), place);
    }

    /** Whether this pattern matches some place strictly below the given one. */
    public boolean couldMatchBelow(JsonPointer place) {
        return (open || place.depth() < tokens.size()) && agreesUpTo(Math.min(place.depth(), tokens.size()), place);
    }

    /** Positive where this pattern is the more specific one, negative where the other is, 0 only for equal patterns. */
    public int compareSpecificity(PathPattern other) {
        int shared = Math.min(tokens.size(), other.tokens.size());
        for (int i = 0; i < shared; i++) {
            int byRank = Integer.compare(other.rank(i), rank(i));
            int byToken = byRank != 0 ? byRank : other.tokens.get(i).compareTo(tokens.get(i));
            if (byToken != 0) {
                return byToken;
            }
        }
        return Integer.compare(other.rank(shared), rank(shared));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PathPattern that && open == that.open && tokens.equals(that.tokens);
    }

    @Override
    public int hashCode() {
        return 31 * tokens.hashCode() + Boolean.hashCode(open);
    }

    /** The form that {@link #parse} reads back. */
    @Override
    public String toString() {
        return JsonPointer.of(tokens.toArray(String[]::new)) + (open ? "/" + ANY_BELOW : "");
    }

    private boolean agreesUpTo(int count, JsonPointer place) {
        for (int i = 0; i < count; i++) {
            String token = tokens.get(i);
            if (!token.equals(ANY_TOKEN) && !token.equals(place.token(i))) {
                return false;
            }
        }
        return true;
    }

    /** Lower is more specific. */
    private int rank(int position) {
        if (position == tokens.size()) {
            return open ? 3 : 2;
        }
        return tokens.get(position).equals(ANY_TOKEN) ? 1 : 0;
    }
}
