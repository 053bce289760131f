package io.crossweave.core.model;

import java.util.regex.Pattern;

/** Names one conflict: 32 hex digits, derived from what is in conflict and so the same at all sites (L6). */
public record ConflictId(String hex) implements Comparable<ConflictId> {
    public static final int DIGITS = 32;

    private static final Pattern FORM = Pattern.compile("[0-9a-f]{" + DIGITS + "}");

    public ConflictId {
        if (!isId(hex)) {
            throw new IllegalArgumentException("a conflict id has " + DIGITS + " hex digits");
        }
    }

    public static boolean isId(String text) {
        return FORM.matcher(text).matches();
    }

    @Override
    public int compareTo(ConflictId other) {
        return hex.compareTo(other.hex);
    }

    @Override
    public String toString() {
        return hex;
    }
}
