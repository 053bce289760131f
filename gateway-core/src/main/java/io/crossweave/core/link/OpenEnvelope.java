package io.crossweave.core.link;

import io.crossweave.core.event.ItemWeight;
import io.crossweave.core.event.LaneItem;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.model.ContextKey;
import java.util.ArrayList;
import java.util.List;

/** The items that will leave a lane under its next number. */
final class OpenEnvelope {
    private final List<LaneItem> items = new ArrayList<>();
    private final List<ItemSource> sources = new ArrayList<>();
    private long bytes;
    private long openedMs;
    private long oldestCommittedMs = Long.MAX_VALUE;
    private long firstPosition = Long.MAX_VALUE;

    boolean isEmpty() {
        return items.isEmpty();
    }

    boolean isFull() {
        return bytes >= Limits.ENVELOPE_BYTES_TARGET || items.size() >= Limits.ENVELOPE_ITEMS_MAX;
    }

    /** Whether an item would push it over the size at which envelopes are closed. */
    boolean overflows(LaneItem item) {
        return !items.isEmpty() && bytes + ItemWeight.of(item) > Limits.ENVELOPE_BYTES_TARGET;
    }

    long bytes() {
        return bytes;
    }

    long openedMs() {
        return openedMs;
    }

    /** When the oldest of its items was committed; far ahead where it is empty. */
    long oldestCommittedMs() {
        return oldestCommittedMs;
    }

    /** The lowest log position that asked for one of its items; far ahead where it is empty. */
    long firstPosition() {
        return firstPosition;
    }

    /** Whether an own event is in it. */
    boolean brings(ContextKey key, long counter) {
        return sources.stream().anyMatch(source -> source.brings(key, counter));
    }

    List<LaneItem> items() {
        return items;
    }

    List<ItemSource> sources() {
        return sources;
    }

    void add(SourcedItem sourced, LogPlace place, long nowMs) {
        LaneItem item = sourced.item();
        if (items.isEmpty()) {
            openedMs = nowMs;
        }
        items.add(item);
        bytes += ItemWeight.of(item);
        oldestCommittedMs = Math.min(oldestCommittedMs, place.committedMs());
        firstPosition = Math.min(firstPosition, place.position());
        if (sourced.source() instanceof ItemSource.OwnDots dots) {
            addDots(dots);
        } else {
            sources.add(sourced.source());
        }
    }

    private void addDots(ItemSource.OwnDots dots) {
        if (!sources.isEmpty()
                && sources.getLast() instanceof ItemSource.OwnDots last
                && last.key().equals(dots.key())
                && last.toCounter() + 1 == dots.fromCounter()) {
            sources.removeLast();
            sources.add(new ItemSource.OwnDots(dots.key(), last.fromCounter(), dots.toCounter()));
        } else {
            sources.add(dots);
        }
    }
}
