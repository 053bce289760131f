package io.crossweave.core.stored;

import io.crossweave.core.model.Dot;
import io.crossweave.core.model.Hlc;
import java.util.List;

/**
 * A dot that another dot of the same client event goes before (L1).
 *
 * @param countsHlc the clock value of the dot that counts
 * @param counts the dot that counts
 * @param standing ordinals of its entries that don't give way, ascending
 */
public record LosingTwin(Dot dot, Hlc countsHlc, Dot counts, List<Integer> standing) {
    public LosingTwin {
        standing = List.copyOf(standing);
    }
}
