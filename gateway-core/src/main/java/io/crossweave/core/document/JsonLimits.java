package io.crossweave.core.document;

/**
 * What a JSON text may cost. {@code bytesMax} bounds the whole text and so every string in it; {@code depthMax} is the number of
 * objects and arrays that may stand open at once.
 */
public record JsonLimits(int bytesMax, int depthMax) {
    /** No configuration goes beyond it: a pointer to a value has as many tokens as the value is deep, and each costs a walk. */
    public static final int DEPTH_CEILING = 1_000;

    /** A name is repeated in every pointer below it, in entries, and in policy: it may not grow as a value may. */
    public static final int NAME_CHARS_MAX = 50_000;

    public static final JsonLimits DEFAULT = new JsonLimits(32 << 20, 512);

    public JsonLimits {
        if (bytesMax < 1) {
            throw new IllegalArgumentException("bytesMax of " + bytesMax + " is below 1");
        }
        if (depthMax < 1 || depthMax > DEPTH_CEILING) {
            throw new IllegalArgumentException("depthMax of " + depthMax + " is not within 1 and " + DEPTH_CEILING);
        }
    }
}
