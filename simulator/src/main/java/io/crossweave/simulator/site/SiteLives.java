package io.crossweave.simulator.site;

import io.crossweave.core.context.AfterCommit;
import io.crossweave.core.context.LaneInput;
import io.crossweave.core.incarnation.HeldPages;
import io.crossweave.core.incarnation.KnownLives;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.link.Heartbeat;
import io.crossweave.core.link.HeldDots;
import io.crossweave.core.link.LifeNews;
import io.crossweave.core.link.LifeNews.Need;
import io.crossweave.core.link.LifeNews.Phase;
import io.crossweave.core.model.SiteId;
import io.crossweave.core.rows.LifeRows;
import io.crossweave.core.rows.PolicyRows;
import io.crossweave.core.spi.ContextStore;
import io.crossweave.core.spi.WriteBatch;
import io.crossweave.core.stored.Life;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Which lives of its peers a site deals with, as in a running site. */
final class SiteLives {
    private static final long LET_IN_MS = 20;

    private final Site site;
    private final LifeRows rows;
    private final PolicyRows contexts;
    private final KnownLives lives;
    private final HeldPages pages;
    private final SortedSet<Integer> shards;
    private final Map<String, TreeMap<Integer, List<Need>>> needs = new TreeMap<>();

    SiteLives(Site site, ContextStore store, SortedSet<Integer> shards) {
        this.site = site;
        this.rows = new LifeRows(store);
        this.contexts = new PolicyRows(store);
        this.lives = new KnownLives(rows, site.settings().peers(), shards.size());
        this.pages = new HeldPages(store);
        this.shards = shards;
    }

    LifeNews news(String peer) {
        var needed = new ArrayList<Need>();
        needs.getOrDefault(peer, new TreeMap<>()).values().forEach(needed::addAll);
        List<Need> some = needed.subList(0, Math.min(needed.size(), Limits.NEEDS_MAX));
        return new LifeNews(Phase.SERVING, lives.seen(peer), lives.asked(peer), some);
    }

    /** Whether a heartbeat counts. */
    boolean heard(SiteId origin, Heartbeat beat) {
        SiteLink link = site.running().link(origin.region());
        if (beat.life().phase() == Phase.ASKING) {
            lives.asks(origin, beat.linkEpoch());
            link.heardAside(beat);
            return false;
        }
        return switch (lives.heard(origin, beat.linkEpoch())) {
            case ASIDE -> {
                link.heardAside(beat);
                yield false;
            }
            case LATER -> {
                link.heardAside(beat);
                fence(origin, beat.linkEpoch());
                yield false;
            }
            case FIRST -> {
                fence(origin, beat.linkEpoch());
                yield isLatest(beat.life().seen());
            }
            case COUNTS -> {
                if (!isLatest(beat.life().seen())) {
                    yield false;
                }
                for (Need need : beat.life().needs()) {
                    site.running().host(need.key().shard()).put(new LaneInput.Settle(need.key(), need.dot()));
                }
                yield true;
            }
        };
    }

    /** Whoever was alone at its start may be told only now that it is not the latest life of its region: it starts again. */
    private boolean isLatest(@Nullable Life seen) {
        boolean latest = seen == null || seen.site().equals(site.id()) || seen.linkEpoch() <= rows.linkEpoch();
        if (!latest) {
            site.after(1, site::crash);
        }
        return latest;
    }

    private void fence(SiteId life, long linkEpoch) {
        shards.forEach(shard -> site.running().host(shard).put(new LaneInput.Fence(life, linkEpoch)));
    }

    void held(Life life) {
        lives.held(life);
    }

    void needs(AfterCommit.Needs told) {
        needs.computeIfAbsent(told.region(), absent -> new TreeMap<>()).put(told.shard(), told.needs());
    }

    void fenced(AfterCommit.Fenced fenced) {
        lives.fenced(fenced.site(), fenced.shard()).ifPresent(this::letIn);
    }

    private void letIn(Life life) {
        String peer = life.site().region();
        if (lives.current(peer) == null) {
            counts(life);
            return;
        }
        long linkEpoch = rows.linkEpoch() + 1;
        site.commit(rows.putSite(new WriteBatch(), site.id(), linkEpoch), () -> {
            contexts.contexts(null, Integer.MAX_VALUE).stream()
                    .filter(context -> context.meta().sharers().stream()
                            .anyMatch(sharer -> sharer.region().equals(peer)))
                    .forEach(context ->
                            site.running().host(context.key().shard()).put(new LaneInput.SendAll(context.key(), peer)));
            site.after(LET_IN_MS, () -> beginWhenIdle(life, linkEpoch));
        });
    }

    /** What the lanes were given is committed when their queues have been empty once. */
    private void beginWhenIdle(Life life, long linkEpoch) {
        if (site.running().hosts().values().stream().allMatch(LaneHost::hasNothingToDo)) {
            site.running().begin(life.site().region(), linkEpoch);
            fence(life.site(), life.linkEpoch());
            counts(life);
        } else {
            site.after(LET_IN_MS, () -> beginWhenIdle(life, linkEpoch));
        }
    }

    private void counts(Life life) {
        site.commit(rows.putPeer(new WriteBatch(), life), () -> lives.counts(life));
    }

    void asked(SiteId origin, HeldDots.Ask ask) {
        Life current = lives.current(origin.region());
        if (current != null && current.site().equals(origin)) {
            site.running().link(origin.region()).outbox().send(pages.page(origin.region(), origin.incarnation(), ask));
        }
    }
}
