package io.crossweave.core.link;

import io.crossweave.core.event.CausalItem;
import io.crossweave.core.event.LaneItem;
import io.crossweave.core.event.SharersNotice;
import io.crossweave.core.limits.Limits;
import java.util.ArrayList;
import java.util.List;

/** The items that will leave a lane under its next number. */
final class OpenEnvelope {
    private final List<LaneItem> items = new ArrayList<>();
    private final List<ItemSource> sources = new ArrayList<>();
    private long bytes;
    private long openedMs;

    boolean isEmpty() {
        return items.isEmpty();
    }

    boolean isFull() {
        return bytes >= Limits.ENVELOPE_BYTES_TARGET || items.size() >= Limits.ENVELOPE_ITEMS_MAX;
    }

    /** Whether an item would push it over the size at which envelopes are closed. */
    boolean overflows(LaneItem item) {
        return !items.isEmpty() && bytes + EventWeight.of(item) > Limits.ENVELOPE_BYTES_TARGET;
    }

    long bytes() {
        return bytes;
    }

    long openedMs() {
        return openedMs;
    }

    List<LaneItem> items() {
        return items;
    }

    List<ItemSource> sources() {
        return sources;
    }

    void add(LaneItem item, long nowMs) {
        if (items.isEmpty()) {
            openedMs = nowMs;
        }
        items.add(item);
        bytes += EventWeight.of(item);
        switch (item) {
            case CausalItem causal -> addDots(causal);
            case SharersNotice notice -> sources.add(new ItemSource.Sharers(notice.key()));
        }
    }

    private void addDots(CausalItem item) {
        if (!sources.isEmpty()
                && sources.getLast() instanceof ItemSource.OwnDots last
                && last.key().equals(item.key())
                && last.toCounter() + 1 == item.dot().counter()) {
            sources.removeLast();
            sources.add(new ItemSource.OwnDots(item.key(), last.fromCounter(), item.lastCounter()));
        } else {
            sources.add(new ItemSource.OwnDots(item.key(), item.dot().counter(), item.lastCounter()));
        }
    }
}
