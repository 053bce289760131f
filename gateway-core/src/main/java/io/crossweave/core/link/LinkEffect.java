package io.crossweave.core.link;

import io.crossweave.core.event.LaneItem;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.LaneId;
import java.util.List;

/** What a destination lane wants done. */
public sealed interface LinkEffect {
    /**
     * Seal these items under this number and send them.
     *
     * @param projectionEpoch the policy that released them; one that came into force while they were made may have released some of them
     */
    record Send(LaneId lane, long number, List<LaneItem> items, long projectionEpoch) implements LinkEffect {
        public Send {
            items = List.copyOf(items);
        }
    }

    /** Policy now releases an event of the context to the destination: the context lane is to commit that it is shared. */
    record RequestShare(ContextKey key) implements LinkEffect {}

    /** Everything up to this log position is committed at the destination. */
    record SaveConfirmed(LaneId lane, long position) implements LinkEffect {}

    /** Something that an operator should hear of. */
    record Alarm(String what, String detail) implements LinkEffect {}
}
