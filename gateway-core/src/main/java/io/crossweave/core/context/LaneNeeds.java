package io.crossweave.core.context;

import io.crossweave.core.event.CausalItem;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.link.LifeNews.Need;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.ContextType;
import io.crossweave.core.model.Dot;
import io.crossweave.core.model.SiteId;
import io.crossweave.core.state.ContextState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What waits in a lane for dots of lost lives (L15). A peer is told what is needed of its own; what this site lost itself it declares empty
 * where nobody gave it back.
 */
final class LaneNeeds {
    private final LaneSettings settings;
    private final int shard;
    private final LoadedContexts contexts;
    private final LaneInbox inbox;
    private final LaneLives lives;
    private final LaneReturns returns;
    private Map<String, List<Need>> told = new TreeMap<>();

    LaneNeeds(
            LaneSettings settings, int shard, LoadedContexts contexts, LaneLives lives, ArrivedItems.Waiting waiting) {
        this.settings = settings;
        this.shard = shard;
        this.contexts = contexts;
        this.inbox = waiting.inbox();
        this.lives = lives;
        this.returns = waiting.returns();
    }

    /** Something somewhere needs a dot. Only dots of this site's lost lives can be missing for good. */
    void settle(LaneStep step, ContextKey key, Dot dot) {
        ContextType type = settings.types().get(key.type());
        if (type != null && dot.site().region().equals(settings.site().region()) && isLost(dot.site())) {
            ContextState state = contexts.get(key, type);
            if (!state.vector().covers(dot)) {
                returns.settle(step, state, dot);
            }
        }
    }

    private boolean isLost(SiteId site) {
        return site.region().equals(settings.site().region()) ? !site.equals(settings.site()) : lives.isLost(site);
    }

    /** Tells what has changed since it was told last. */
    void tell(LaneStep step) {
        var needs = new TreeMap<String, List<Need>>();
        for (ContextKey key : inbox.contexts()) {
            ContextType type = settings.types().get(key.type());
            if (type != null) {
                ContextState state = contexts.get(key, type);
                inbox.heads(key).forEach(head -> add(needs, state, head));
            }
        }
        for (ContextKey key : returns.waiting()) {
            ContextType type = settings.types().get(key.type());
            if (type != null) {
                ContextState state = contexts.get(key, type);
                returns.heads(state).forEach(head -> add(needs, state, head.item()));
            }
        }
        List<Need> own = needs.remove(settings.site().region());
        if (own != null) {
            own.forEach(need -> settle(step, need.key(), need.dot()));
        }
        if (!needs.equals(told)) {
            var regions = new TreeSet<>(needs.keySet());
            regions.addAll(told.keySet());
            regions.forEach(
                    region -> step.then(new AfterCommit.Needs(shard, region, needs.getOrDefault(region, List.of()))));
            told = needs;
        }
    }

    /** Dots of lost lives that one of the next items of a context depends on. */
    private void add(Map<String, List<Need>> needs, ContextState state, CausalItem head) {
        List<Dot> depends =
                head instanceof StampedEvent event ? event.stamp().depends().dots() : List.of();
        for (Dot dot : depends) {
            if (isLost(dot.site()) && !state.vector().covers(dot)) {
                needs.computeIfAbsent(dot.site().region(), absent -> new ArrayList<>())
                        .add(new Need(state.key(), dot));
            }
        }
    }
}
