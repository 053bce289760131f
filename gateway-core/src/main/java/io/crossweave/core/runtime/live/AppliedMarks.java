package io.crossweave.core.runtime.live;

import io.crossweave.core.model.LaneId;
import io.crossweave.core.stored.ReceivedMark;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/**
 * What is applied here of each peer's lanes, as the context lanes told last: they tell what changes, and a link that begins anew has to know
 * of quiet lanes as well (L12).
 */
final class AppliedMarks {
    private final Map<String, Map<LaneId, ReceivedMark>> marks = new ConcurrentHashMap<>();

    void note(String origin, LaneId lane, ReceivedMark mark) {
        marks.computeIfAbsent(origin, absent -> new ConcurrentHashMap<>()).put(lane, mark);
    }

    /** Tells all that is known of a peer. */
    void tell(String origin, BiConsumer<LaneId, ReceivedMark> link) {
        marks.getOrDefault(origin, Map.of()).forEach(link);
    }
}
