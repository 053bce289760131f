package io.crossweave.core.link;

import io.crossweave.core.event.CausalItem;
import java.util.List;

/** How a site gets back what its lost lives have left with a peer (L15): it asks for page after page. */
public sealed interface HeldDots {
    /**
     * Asks for what is held of the asker's dots.
     *
     * @param behind where the last page ended, as the peer named it; empty for the first
     */
    record Ask(String behind) implements HeldDots {}

    /**
     * A part of what is held.
     *
     * @param incarnation of the asker: an answer to another one is none
     * @param behind as it was asked for
     * @param next where to go on; empty where this is the last
     * @param items in any order, each as it is held: perhaps a part of what there was
     */
    record Page(long incarnation, String behind, String next, List<CausalItem> items) implements HeldDots {
        public Page {
            items = List.copyOf(items);
        }
    }
}
