package io.crossweave.core.wire;

import io.crossweave.core.event.LaneItem;
import java.util.List;

/**
 * What a DATA envelope says.
 *
 * @param projectionEpoch the origin's policy that released the items, by its number (L11); from 1
 */
public record DataBody(long projectionEpoch, List<LaneItem> items) {
    public DataBody {
        items = List.copyOf(items);
        if (projectionEpoch < 1) {
            throw new IllegalArgumentException("projection epoch " + projectionEpoch);
        }
    }
}
