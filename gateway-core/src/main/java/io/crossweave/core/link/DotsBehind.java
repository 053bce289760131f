package io.crossweave.core.link;

import io.crossweave.core.event.CausalItem;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.rows.LinkRows;
import io.crossweave.core.spi.ReleaseDecision;
import io.crossweave.core.spi.ReleasePolicy;
import java.util.Map;
import java.util.TreeMap;

/** Looks at what is committed behind a withheld dot: an empty dot never goes ahead of a release on Hold right behind it (L8). */
final class DotsBehind {
    /** No dot up to {@code to} is on Hold, and all are withheld but perhaps that one. */
    private record Looked(long to, boolean released) {}

    private final String destination;
    private final LinkRows rows;
    private final ReleasePolicy policy;
    /** How far contexts were looked at in this round. */
    private final Map<ContextKey, Looked> looked = new TreeMap<>();

    DotsBehind(String destination, LinkRows rows, ReleasePolicy policy) {
        this.destination = destination;
        this.rows = rows;
        this.policy = policy;
    }

    /** What was found decided is looked at again: policy may have changed its mind. */
    void beginRound() {
        looked.clear();
    }

    /**
     * The first dot behind a withheld one that is not withheld, where policy can't decide it; else 0. However many withheld ones lie
     * between them, they are the placeholders next to it.
     */
    long undecided(ContextKey key, long counter) {
        Looked before = looked.getOrDefault(key, new Looked(0, false));
        if (before.released() && counter < before.to()) {
            return 0;
        }
        long next = Math.max(counter, before.to()) + 1;
        while (rows.hasOwnItem(key, next)) {
            CausalItem item = rows.ownItem(key, next);
            switch (OwnItems.decide(policy, item, destination)) {
                case ReleaseDecision.Hold _ -> {
                    return next;
                }
                case ReleaseDecision.Withhold _ -> next = OwnItems.lastNumber(item, next) + 1;
                case ReleaseDecision.Release _ -> {
                    looked.put(key, new Looked(next, true));
                    return 0;
                }
            }
        }
        looked.put(key, new Looked(next - 1, false));
        return 0;
    }
}
