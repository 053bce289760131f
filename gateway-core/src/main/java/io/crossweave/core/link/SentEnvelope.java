package io.crossweave.core.link;

import java.util.List;

/**
 * A number that was given out and is not confirmed.
 *
 * @param lastPosition the last log position that it takes the lane past
 */
record SentEnvelope(long number, List<ItemSource> sources, long lastPosition, long bytes) {
    SentEnvelope {
        sources = List.copyOf(sources);
    }
}
