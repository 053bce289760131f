package io.crossweave.core.event;

/** What an entry is. Ids are persisted and travel. */
public enum EntryKind {
    /** A whole value: a scalar, an array, or an explicitly empty object or array. */
    REGISTER(1),
    /** One element of a log. */
    APPEND(2),
    /** One member of a set. */
    MEMBER(3),
    /** A decimal that adds to a counter. */
    INCREMENT(4);

    private final int id;

    EntryKind(int id) {
        this.id = id;
    }

    public int id() {
        return id;
    }

    public static EntryKind ofId(int id) {
        return switch (id) {
            case 1 -> REGISTER;
            case 2 -> APPEND;
            case 3 -> MEMBER;
            case 4 -> INCREMENT;
            default -> throw new IllegalArgumentException("entry kind id " + id);
        };
    }
}
