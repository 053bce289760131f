package io.crossweave.core.incarnation;

import io.crossweave.core.incarnation.KnownLives.Hearing;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.link.HeldDots;
import io.crossweave.core.link.LifeNews;
import io.crossweave.core.link.LifeNews.Asked;
import io.crossweave.core.link.LifeNews.Phase;
import io.crossweave.core.model.SiteId;
import io.crossweave.core.rows.LifeRows;
import io.crossweave.core.rows.PolicyRows;
import io.crossweave.core.spi.ContextStore;
import io.crossweave.core.spi.WriteBatch;
import io.crossweave.core.stored.Life;
import io.crossweave.core.stored.PolicyMark;
import io.crossweave.core.stored.SweepMark;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The start of a site up to where it may stamp and take in anything (L15). It asks its peers which life of it they have seen. Where somebody
 * knows more than the store holds, the site goes on as a new incarnation: it announces itself, asks every peer for what that holds of its
 * lost lives, and serves when it has all of that. Until then it answers to peers that start in the same way.
 */
public final class SiteStart {
    /** What a witness beside the store says. */
    public enum Witness {
        /** There is none, or it would have been lost with the store. */
        NONE,
        AGREES,
        KNOWS_MORE
    }

    /**
     * How a site starts.
     *
     * @param peers regions that it has links to
     * @param waitMs after so long the answers of some peers, or the witness, are enough; without any the site goes on as another one
     * @param incarnations draws a new one
     */
    public record Settings(
            String region, SortedSet<String> peers, Witness witness, long waitMs, LongSupplier incarnations) {}

    private final Settings settings;
    private final ContextStore store;
    private final Consumer<WriteBatch> commit;
    private final LifeRows rows;
    private final KnownLives lives;
    private final HeldPages pages;
    private final Returns returns;
    private final Life found;
    private final boolean fresh;
    private final long startedMs;
    private final Map<String, Long> generationsSeen = new TreeMap<>();
    private final TreeSet<String> answered = new TreeSet<>();
    private SiteId site;
    private long linkEpoch;
    private Phase phase;
    private boolean lost;
    private long declaredEmpty;

    /**
     * @param commit returns when a batch is durable
     * @throws IllegalStateException when the store belongs to another region
     */
    public SiteStart(Settings settings, ContextStore store, Consumer<WriteBatch> commit, long nowMs) {
        this.settings = settings;
        this.store = store;
        this.commit = commit;
        this.rows = new LifeRows(store);
        this.lives = new KnownLives(rows, settings.peers(), Limits.SHARDS);
        this.pages = new HeldPages(store);
        this.returns = new Returns(store, commit);
        this.startedMs = nowMs;
        @Nullable SiteId held = rows.site();
        if (held != null && !held.region().equals(settings.region())) {
            throw new IllegalStateException(
                    "the store belongs to " + held + ", but this site is configured as " + settings.region());
        }
        this.fresh = held == null;
        this.site = held == null ? drawn() : held;
        @Nullable Life before = rows.asking();
        this.found = before == null ? new Life(site, rows.linkEpoch(), store.commits()) : before;
        this.linkEpoch = rows.linkEpoch() + 1;
        this.lost = settings.witness() == Witness.KNOWS_MORE || rows.isLost();
        this.phase = rows.isRecovering() ? Phase.RECOVERING : Phase.ASKING;
        begin();
    }

    private SiteId drawn() {
        return new SiteId(settings.region(), settings.incarnations().getAsLong());
    }

    private void begin() {
        if (settings.peers().isEmpty() && phase == Phase.ASKING && !lost) {
            serve();
        } else if (!fresh || lost) {
            // The epoch is durable before anything is sent under it; what was found is kept until it is compared.
            var batch = new WriteBatch();
            if (!fresh) {
                rows.putSite(batch, site, linkEpoch);
            }
            if (phase == Phase.ASKING && !fresh) {
                rows.putAsking(batch, found);
            }
            if (phase == Phase.ASKING && lost) {
                // The witness forgets it with the next commits.
                rows.putLost(batch);
            }
            commit.accept(batch);
        }
        proceed(startedMs);
    }

    // ---- what it is
    // ----------------------------------------------------------------------------------------------------

    public Phase phase() {
        return phase;
    }

    public SiteId site() {
        return site;
    }

    public long linkEpoch() {
        return linkEpoch;
    }

    /** Dots that nobody held, of those that were lost. */
    public long declaredEmpty() {
        return declaredEmpty;
    }

    /** Peers that this waits for. */
    public SortedSet<String> awaited() {
        var awaited = new TreeSet<>(settings.peers());
        awaited.removeIf(
                region -> phase == Phase.RECOVERING ? returns.ask(region).isEmpty() : answered.contains(region));
        return awaited;
    }

    // ---- what it says
    // --------------------------------------------------------------------------------------------------

    /** What the next heartbeat to a peer says of lives. */
    public LifeNews news(String region) {
        return new LifeNews(phase, lives.seen(region), lives.asked(region), List.of());
    }

    /** What to ask a peer for now: again and again until it answers. */
    public Optional<HeldDots.Ask> ask(String region) {
        return phase == Phase.RECOVERING ? returns.ask(region) : Optional.empty();
    }

    // ---- what it hears
    // -------------------------------------------------------------------------------------------------

    /** A heartbeat of a peer. */
    public void heard(SiteId origin, long epoch, LifeNews news, long nowMs) {
        if (news.phase() == Phase.ASKING) {
            lives.asks(origin, epoch);
        } else if (phase == Phase.RECOVERING) {
            Hearing hearing = lives.heard(origin, epoch);
            if (hearing == Hearing.LATER || hearing == Hearing.FIRST) {
                fence(new Life(origin, epoch, 0));
            }
        }
        @Nullable Life seen = news.seen();
        String region = origin.region();
        if (seen != null) {
            generationsSeen.merge(region, seen.generation(), Math::max);
            lost |= phase == Phase.ASKING && seen.isAheadOf(found);
            if (phase == Phase.RECOVERING && !seen.site().equals(site) && seen.linkEpoch() >= linkEpoch) {
                // Another successor went before this one.
                succeed();
            }
        }
        if (phase == Phase.ASKING && new Asked(site, linkEpoch).equals(news.asked())) {
            answered.add(region);
        }
        proceed(nowMs);
    }

    /** Nothing runs that could take in anything: all lanes are fenced at once. That the link begins anew is left to the site that serves. */
    private void fence(Life later) {
        var batch = new WriteBatch();
        for (int shard = 0; shard < Limits.SHARDS; shard++) {
            rows.putFence(batch, shard, later);
        }
        commit.accept(batch);
        lives.counts(later);
    }

    /** A peer's life asks for what is held of its dots. */
    public Optional<HeldDots.Page> asked(SiteId origin, HeldDots.Ask ask) {
        @Nullable Life current = lives.current(origin.region());
        return current == null || !current.site().equals(origin) || phase != Phase.RECOVERING
                ? Optional.empty()
                : Optional.of(pages.page(origin.region(), origin.incarnation(), ask));
    }

    /** A peer answers; where there is more to ask for, that is to be asked at once. */
    public void given(String region, HeldDots.Page page, long nowMs) {
        if (phase == Phase.RECOVERING && settings.peers().contains(region)) {
            returns.take(region, site, page);
            proceed(nowMs);
        }
    }

    /** Time has passed. */
    public void proceed(long nowMs) {
        if (phase == Phase.ASKING) {
            boolean all = answered.containsAll(settings.peers());
            boolean waited = nowMs - startedMs >= settings.waitMs();
            if (lost && all) {
                succeed();
            } else if (!lost && (all || (waited && someAgree()))) {
                serve();
            } else if (!lost && waited) {
                // Nobody says that this store is the latest.
                succeed();
            }
        }
        if (phase == Phase.RECOVERING && returns.hasAllOf(settings.peers())) {
            declaredEmpty = returns.declareEmpty();
            serve();
        }
    }

    /** A store that was just made draws a new incarnation anyway. */
    private boolean someAgree() {
        return fresh || !answered.isEmpty() || settings.witness() == Witness.AGREES;
    }

    private void serve() {
        phase = Phase.SERVING;
        // What was said so far was said in another epoch: the sequence of what follows begins anew.
        linkEpoch++;
        var batch = new WriteBatch();
        rows.putSite(batch, site, linkEpoch);
        rows.putServing(batch);
        commit.accept(batch);
    }

    /** Goes on as a new incarnation, of a later generation than any that is known. */
    private void succeed() {
        long generation = found.generation();
        for (long seen : generationsSeen.values()) {
            generation = Math.max(generation, seen);
        }
        site = drawn();
        linkEpoch = Life.epochBefore(generation + 1) + 1;
        phase = Phase.RECOVERING;
        var batch = new WriteBatch();
        rows.putSite(batch, site, linkEpoch);
        rows.putRecovering(batch);
        settings.peers().forEach(region -> rows.deleteCollected(batch, region));
        beginPolicies(batch);
        commit.accept(batch);
    }

    /** What lost lives released stood under lower projection epochs than all to come: peers refuse what is of an older policy (L11). */
    private void beginPolicies(WriteBatch batch) {
        var policies = new PolicyRows(store);
        @Nullable PolicyMark before = policies.policy();
        var mark = new PolicyMark(linkEpoch, before == null ? new byte[0] : before.hash());
        policies.putPolicy(batch, mark);
        settings.peers().forEach(region -> policies.putTold(batch, region, SweepMark.told(mark.projectionEpoch())));
    }
}
