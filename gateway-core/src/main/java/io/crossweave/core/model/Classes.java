package io.crossweave.core.model;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The classes of one value, as it carries them: in ascending order, separated by commas, empty for none. Most values have the one of their
 * path; what was copied or moved has those of where it came from as well (L4).
 */
public final class Classes {
    private static final String SEPARATOR = ",";

    private Classes() {}

    public static SortedSet<String> of(String carried) {
        if (carried.isEmpty()) {
            return Collections.emptySortedSet();
        }
        return new TreeSet<>(List.of(carried.split(SEPARATOR)));
    }

    /** What a value carries that has some classes already and others in addition. */
    public static String join(String carried, Collection<String> others) {
        if (others.isEmpty()) {
            return carried;
        }
        var all = new TreeSet<>(of(carried));
        all.addAll(others);
        return String.join(SEPARATOR, all);
    }
}
