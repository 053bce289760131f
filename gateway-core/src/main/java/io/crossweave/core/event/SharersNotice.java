package io.crossweave.core.event;

import io.crossweave.core.model.ContextKey;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/** Tells a sharer of a context which regions share it as well (L8). The set only grows, so a repeated notice is harmless. */
public record SharersNotice(ContextKey key, SortedSet<String> regions) implements LaneItem {
    public SharersNotice {
        regions = Collections.unmodifiableSortedSet(new TreeSet<>(regions));
    }
}
