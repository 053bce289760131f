package io.crossweave.core.wire;

import io.crossweave.core.event.Addition;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.model.EntryId;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;

/** Which of an event's removals its additions came in place of, as places in the list of removals, one byte each as a rule. */
final class ReplacedLayout {
    private ReplacedLayout() {}

    static void write(ByteWriter out, StampedEvent event) {
        for (Addition addition : event.additions()) {
            List<EntryId> replaces = addition.replaces();
            if (replaces.isEmpty()) {
                continue;
            }
            ItemCodec.requireCount(replaces.size(), "replaced entries");
            out.varint(replaces.size());
            int before = -1;
            for (EntryId id : replaces) {
                int place = Collections.binarySearch(event.removals(), id);
                if (place <= before) {
                    throw new IllegalArgumentException(id + " is replaced and not removed, or named out of order");
                }
                out.varint(place - before - 1);
                before = place;
            }
        }
    }

    /**
     * The additions with what they replace.
     *
     * @param replacing the places of those in {@code read} that replace something
     */
    static List<Addition> read(ByteReader in, List<Addition> read, BitSet replacing, List<EntryId> removals)
            throws WireFormatException {
        if (replacing.isEmpty()) {
            return read;
        }
        var additions = new ArrayList<>(read);
        long total = 0;
        for (int i = replacing.nextSetBit(0); i >= 0; i = replacing.nextSetBit(i + 1)) {
            int count = in.count(removals.size(), 1, "replaced entries");
            total += count;
            if (count == 0 || total > Limits.EVENT_ENTRIES_MAX) {
                throw new WireFormatException(
                        "an addition replaces none, or all more than " + Limits.EVENT_ENTRIES_MAX);
            }
            Addition bare = read.get(i);
            additions.set(
                    i,
                    new Addition(
                            bare.ordinal(),
                            bare.path(),
                            bare.kind(),
                            bare.value(),
                            bare.classification(),
                            places(in, count, removals),
                            bare.asOf()));
        }
        return additions;
    }

    private static List<EntryId> places(ByteReader in, int count, List<EntryId> removals) throws WireFormatException {
        var replaces = new ArrayList<EntryId>(count);
        long place = -1;
        for (int left = count; left > 0; left--) {
            place += in.varint() + 1;
            if (place < 0 || place >= removals.size()) {
                throw new WireFormatException("an addition replaces what the event does not remove");
            }
            replaces.add(removals.get((int) place));
        }
        return replaces;
    }
}
