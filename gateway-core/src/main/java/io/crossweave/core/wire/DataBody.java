package io.crossweave.core.wire;

import io.crossweave.core.event.LaneItem;
import java.util.List;

/**
 * What a DATA envelope says.
 *
 * @param projectionEpoch the origin's policy that released the items, by its number (L11); from 1
 * @param commit how far the origin's store was, at least, when the items were committed (L15); 0 where it does not say
 */
public record DataBody(long projectionEpoch, long commit, List<LaneItem> items) {
    /** Of an origin that does not say how far its store is. */
    public DataBody(long projectionEpoch, List<LaneItem> items) {
        this(projectionEpoch, 0, items);
    }

    public DataBody {
        items = List.copyOf(items);
        if (projectionEpoch < 1) {
            throw new IllegalArgumentException("projection epoch " + projectionEpoch);
        }
    }
}
