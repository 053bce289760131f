package io.crossweave.core.state;

import io.crossweave.core.event.EntryKind;

/**
 * Which entries can't be shown beside each other: two whole values at one path, or two kinds of values where one is at or above the other
 * (L2). Entries of one set, log or counter can, and so can equal values. The answer depends on the two entries alone and not on rules, of
 * which sites may have different versions for a while.
 */
final class Rivals {
    private Rivals() {}

    static boolean collide(Entry one, Entry other) {
        if (one.id().dot().equals(other.id().dot())) {
            return false;
        }
        if (one.path().equals(other.path())) {
            return collideHere(one, other);
        }
        if (one.path().isAncestorOf(other.path())) {
            return !one.isEmptyObject();
        }
        return other.path().isAncestorOf(one.path()) && !other.isEmptyObject();
    }

    private static boolean collideHere(Entry one, Entry other) {
        boolean whole = one.kind() == EntryKind.REGISTER;
        if (whole && other.kind() == EntryKind.REGISTER) {
            return !one.value().equals(other.value());
        }
        if (whole || other.kind() == EntryKind.REGISTER) {
            return !isEmptyCollection(whole ? one : other, whole ? other : one);
        }
        return one.kind() != other.kind();
    }

    /** Whether the empty array only says that the log or set is there of which the other one is an entry. */
    private static boolean isEmptyCollection(Entry whole, Entry entry) {
        return whole.isEmptyArray() && entry.kind() != EntryKind.INCREMENT;
    }
}
