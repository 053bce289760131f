package io.crossweave.core.reconcile;

import io.crossweave.core.model.SiteId;
import java.util.List;

/** What an origin and a destination say to each other about what the destination holds of the origin's entries (L14). */
public sealed interface RepairMessage {
    /** The origin whose entries it is about. */
    SiteId site();

    /** Names the question; the answer repeats it, so that an old one is known as such. */
    long question();

    /** {@link SetHashKey#check} of the sender. */
    long keyCheck();

    /**
     * An origin asks what the destination holds of its entries.
     *
     * @param areas in which parts of the space of contexts
     */
    record Ask(SiteId site, long question, long keyCheck, List<Area> areas) implements RepairMessage {
        public Ask {
            areas = List.copyOf(areas);
        }
    }

    /**
     * A destination says what it holds. With another key than the asker's it says nothing, which means unknown and not that nothing is
     * held.
     */
    record Answer(SiteId site, long question, long keyCheck, List<Told> told) implements RepairMessage {
        public Answer {
            told = List.copyOf(told);
        }
    }
}
