package io.crossweave.core.link;

import static io.crossweave.core.scripted.Changes.append;
import static io.crossweave.core.scripted.Changes.note;
import static io.crossweave.core.scripted.Changes.set;
import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.context.InboxBounds;
import io.crossweave.core.event.CausalItem;
import io.crossweave.core.event.LaneItem;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.rows.ContextRows;
import io.crossweave.core.stored.OwnRow;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/** History is tidied while a region that began to share the context gets what there is of it. */
class TidiedCatchUpTest {
    private static final ContextKey KEY = note("c");

    private final LinkPair pair = new LinkPair(KEY, WindowBounds.DEFAULT, InboxBounds.DEFAULT);

    /** The run for the new sharer is half way when its rest becomes bare: what that removed of the first half was told to others only. */
    @Test
    void L2_whatIsTidiedWhileASharerCatchesUpStaysRemovedThere() {
        pair.origin.policy.withhold((event, destination) -> true);
        pair.origin.publishes(append(KEY, "m1"));
        for (int i = 0; i < 30; i++) {
            pair.origin.publishes(set(KEY, "x" + i, "/x", "large".repeat(20_000) + i));
        }
        pair.rounds(3);
        pair.trim();
        pair.origin.policy.releaseAll();
        pair.origin.publishes(append(KEY, "m2"));
        pair.losesEnvelope = send -> send.items().stream().anyMatch(item -> isBehind(item, 20));
        pair.rounds(2);
        pair.trim();
        pair.origin.tidy(KEY);

        pair.losesEnvelope = send -> false;
        pair.rounds(6);

        assertThat(pair.destination.document(KEY)).isEqualTo(pair.origin.document(KEY));
        assertThat(pair.destination.stored(KEY).live().keySet())
                .isEqualTo(pair.origin.stored(KEY).live().keySet());
        pair.trim();
        pair.origin.tidy(KEY);
        var own = new ArrayList<OwnRow>();
        new ContextRows(pair.origin.store()).tidying().forEachOwn(KEY, 0, (number, row, item) -> own.add(row));
        assertThat(own).hasAtLeastOneElementOfType(OwnRow.Bare.class);
    }

    private static boolean isBehind(LaneItem item, long counter) {
        return item instanceof CausalItem causal && causal.lastCounter() > counter;
    }
}
