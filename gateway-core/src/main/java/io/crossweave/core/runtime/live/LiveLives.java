package io.crossweave.core.runtime.live;

import io.crossweave.core.context.AfterCommit;
import io.crossweave.core.context.LaneInput;
import io.crossweave.core.incarnation.HeldPages;
import io.crossweave.core.incarnation.KnownLives;
import io.crossweave.core.incarnation.KnownLives.Hearing;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.link.Heartbeat;
import io.crossweave.core.link.HeldDots;
import io.crossweave.core.link.LifeNews;
import io.crossweave.core.link.LifeNews.Phase;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.SiteId;
import io.crossweave.core.rows.LifeRows;
import io.crossweave.core.rows.PolicyRows;
import io.crossweave.core.spi.ContextStore;
import io.crossweave.core.spi.WriteBatch;
import io.crossweave.core.stored.Life;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which lives of its peers a running site deals with (L15). It has a later one let in: all lanes fence the others off, the link to the peer
 * begins anew, and only then the peer is told what is held here of its dots.
 */
final class LiveLives {
    private static final int CONTEXTS_OF_A_PART = 128;
    private static final Logger LOG = LoggerFactory.getLogger(LiveLives.class);

    /** What the site does for it. */
    interface Around {
        void put(int shard, LaneInput input);

        /** Waits until everything that was put before for these contexts is committed. */
        void await(Collection<ContextKey> keys);

        @Nullable
        PeerLink link(String region);

        /** Ends the link to a peer and begins another one, under a link epoch greater than all before; between the two something is done. */
        void renew(String region, Runnable meanwhile);

        void failed(Throwable cause);
    }

    private final SiteId site;
    private final ContextStore store;
    private final LifeRows rows;
    private final KnownLives lives;
    private final HeldPages pages;
    private final Around around;
    private final ReentrantLock lock = new ReentrantLock();
    private final Set<String> answering = ConcurrentHashMap.newKeySet();
    private final Map<String, TreeMap<Integer, List<LifeNews.Need>>> needs = new TreeMap<>();

    LiveLives(SiteId site, ContextStore store, Collection<String> regions, Around around) {
        this.site = site;
        this.store = store;
        this.rows = new LifeRows(store);
        this.lives = new KnownLives(rows, regions, Limits.SHARDS);
        this.pages = new HeldPages(store);
        this.around = around;
    }

    // ---- heartbeats
    // ----------------------------------------------------------------------------------------------------

    /** What the next heartbeat to a peer says of lives. */
    LifeNews news(String region) {
        lock.lock();
        try {
            var needed = new ArrayList<LifeNews.Need>();
            needs.getOrDefault(region, new TreeMap<>()).values().forEach(needed::addAll);
            List<LifeNews.Need> some = needed.subList(0, Math.min(needed.size(), Limits.NEEDS_MAX));
            return new LifeNews(Phase.SERVING, lives.seen(region), lives.asked(region), some);
        } finally {
            lock.unlock();
        }
    }

    void heard(SiteId origin, Heartbeat beat) {
        PeerLink link = around.link(origin.region());
        if (link == null) {
            return;
        }
        switch (hearing(origin, beat)) {
            case ASIDE -> link.heardAside(beat);
            case LATER -> {
                link.heardAside(beat);
                LOG.info("site={} lets in {}", site, origin);
                fence(origin, beat.linkEpoch());
            }
            case FIRST -> {
                fence(origin, beat.linkEpoch());
                take(link, origin, beat);
            }
            case COUNTS -> take(link, origin, beat);
        }
    }

    private void fence(SiteId life, long linkEpoch) {
        for (int shard = 0; shard < Limits.SHARDS; shard++) {
            around.put(shard, new LaneInput.Fence(life, linkEpoch));
        }
    }

    private void take(PeerLink link, SiteId origin, Heartbeat beat) {
        requireLatest(origin, beat.life().seen());
        for (LifeNews.Need need : beat.life().needs()) {
            around.put(need.key().shard(), new LaneInput.Settle(need.key(), need.dot()));
        }
        link.heard(beat);
    }

    private Hearing hearing(SiteId origin, Heartbeat beat) {
        lock.lock();
        try {
            if (beat.life().phase() == Phase.ASKING) {
                lives.asks(origin, beat.linkEpoch());
                return Hearing.ASIDE;
            }
            return lives.heard(origin, beat.linkEpoch());
        } finally {
            lock.unlock();
        }
    }

    /** Whoever was alone at its start may be told only now that it is not the latest life of its region. */
    private void requireLatest(SiteId peer, @Nullable Life seen) {
        @Nullable Life own = seen == null || seen.site().equals(site) ? null : seen;
        if (own != null && own.linkEpoch() > rows.linkEpoch()) {
            around.failed(new IllegalStateException(
                    peer + " knows a later life of this site, " + own.site() + ": start it again"));
        }
    }

    // ---- fences
    // --------------------------------------------------------------------------------------------------------

    void held(Life life) {
        lock.lock();
        try {
            lives.held(life);
        } finally {
            lock.unlock();
        }
    }

    void needs(AfterCommit.Needs told) {
        lock.lock();
        try {
            needs.computeIfAbsent(told.region(), absent -> new TreeMap<>()).put(told.shard(), told.needs());
        } finally {
            lock.unlock();
        }
    }

    /** A lane has fenced; behind the last of them the life is let in, on a thread of its own. */
    void fenced(AfterCommit.Fenced fenced) {
        lock.lock();
        try {
            lives.fenced(fenced.site(), fenced.shard())
                    .ifPresent(life -> Thread.ofVirtual()
                            .name("lets-in-" + life.site().region())
                            .start(() -> letIn(life)));
        } finally {
            lock.unlock();
        }
    }

    private void letIn(Life life) {
        String region = life.site().region();
        try {
            if (isAnother(region)) {
                around.renew(region, () -> sendAll(region));
                fence(life.site(), life.linkEpoch());
            }
            SiteIdentity.commit(store, rows.putPeer(new WriteBatch(), life));
            lock.lock();
            try {
                lives.counts(life);
            } finally {
                lock.unlock();
            }
        } catch (RuntimeException | Error e) {
            around.failed(e);
        }
    }

    /** It has lost what it had: of each context that it shares it gets all dots of this site once more. */
    private void sendAll(String region) {
        var contexts = new PolicyRows(store);
        @Nullable ContextKey behind = null;
        List<PolicyRows.Context> page = contexts.contexts(behind, CONTEXTS_OF_A_PART);
        while (!page.isEmpty()) {
            List<ContextKey> shared = page.stream()
                    .filter(context -> context.meta().sharers().stream()
                            .anyMatch(sharer -> sharer.region().equals(region)))
                    .map(PolicyRows.Context::key)
                    .toList();
            shared.forEach(key -> around.put(key.shard(), new LaneInput.SendAll(key, region)));
            around.await(shared);
            behind = page.getLast().key();
            page = contexts.contexts(behind, CONTEXTS_OF_A_PART);
        }
    }

    private boolean isAnother(String region) {
        lock.lock();
        try {
            return lives.current(region) != null;
        } finally {
            lock.unlock();
        }
    }

    // ---- what is held of a peer's dots
    // ---------------------------------------------------------------------------------

    /** A peer's life asks what is held here of its dots; it is told once that life counts here, and one page at a time. */
    void asked(SiteId origin, HeldDots.Ask ask) {
        String region = origin.region();
        if (counts(origin) && answering.add(region)) {
            Thread.ofVirtual().name("gives-back-to-" + region).start(() -> {
                try {
                    PeerLink link = around.link(region);
                    if (link != null) {
                        link.port().send(pages.page(region, origin.incarnation(), ask));
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                } catch (RuntimeException | Error e) {
                    around.failed(e);
                } finally {
                    answering.remove(region);
                }
            });
        }
    }

    private boolean counts(SiteId origin) {
        lock.lock();
        try {
            @Nullable Life current = lives.current(origin.region());
            return current != null && current.site().equals(origin);
        } finally {
            lock.unlock();
        }
    }
}
