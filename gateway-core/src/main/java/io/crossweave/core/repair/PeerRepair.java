package io.crossweave.core.repair;

import io.crossweave.core.gateway.RepairOutcome;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.SiteId;
import io.crossweave.core.reconcile.Area;
import io.crossweave.core.reconcile.Comparison;
import io.crossweave.core.reconcile.Held;
import io.crossweave.core.reconcile.RepairMessage;
import io.crossweave.core.reconcile.SetHash;
import io.crossweave.core.reconcile.Telling;
import io.crossweave.core.reconcile.Told;
import io.crossweave.core.rows.LinkRows;
import io.crossweave.core.rows.RepairRows;
import io.crossweave.core.spi.ContextStore;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Repair between this site and one peer: compares what the peer holds of this site's entries, from time to time and when it is asked to,
 * and tells the peer what is held here of its own. One question is under way at a time, so that a comparison never presses on live
 * traffic. Time comes in with each call; one thread at a time.
 */
public final class PeerRepair {
    /** Areas that one call reckons. */
    private static final int AREAS_OF_A_CALL = 16;

    private final RepairSettings settings;
    private final String peer;
    private final RepairRows rows;
    private final LinkRows links;
    /** Lives of this site whose entries this comparison has not come to. */
    private final Deque<SiteId> lives = new ArrayDeque<>();

    private Expectations expectations;
    private final Deque<Area> stale = new ArrayDeque<>();
    private @Nullable Comparison comparison;
    private long dueMs;
    private long question;
    /** The question before the first one about a life's entries. */
    private long firstQuestion;

    private long askedMs;
    private int tries;
    private int differing;
    private int restated;

    /**
     * @param firstMs when it is compared for the first time
     */
    public PeerRepair(RepairSettings settings, String peer, ContextStore store, long firstMs) {
        this.settings = settings;
        this.peer = peer;
        this.rows = new RepairRows(store);
        this.links = new LinkRows(store);
        this.expectations = expectations(settings.site());
        this.dueMs = firstMs;
        this.question = firstMs;
    }

    /** Compares as soon as it can; what is under way now goes on first. */
    public void compareNow() {
        dueMs = 0;
    }

    public boolean isUnderWay() {
        return comparison != null;
    }

    /** Whether a comparison goes on, or is to begin. */
    public boolean isOwed(long nowMs) {
        return comparison != null || nowMs >= dueMs;
    }

    /** Time has passed. */
    public List<RepairEffect> tick(long nowMs) {
        var effects = new ArrayList<RepairEffect>();
        if (comparison == null && nowMs >= dueMs) {
            begin(nowMs);
        }
        if (comparison != null && !stale.isEmpty()) {
            for (int i = 0; i < AREAS_OF_A_CALL && !stale.isEmpty(); i++) {
                effects.add(new RepairEffect.Store(expectations.reckon(stale.remove())));
            }
        } else if (comparison != null && nowMs >= askedMs + Limits.REPAIR_RETRY_MS) {
            // Also the first question: by now what was reckoned is stored.
            effects.add(
                    tries < Limits.REPAIR_TRIES_MAX
                            ? ask(comparison, nowMs)
                            : end(RepairOutcome.End.UNANSWERED, nowMs));
        }
        return effects;
    }

    private void begin(long nowMs) {
        lives.clear();
        lives.addAll(rows.sums().lives(settings.site().region()));
        lives.remove(settings.site());
        compare(settings.site(), nowMs);
        dueMs = nowMs + settings.everyMs();
        differing = 0;
        restated = 0;
    }

    private void compare(SiteId life, long nowMs) {
        expectations = expectations(life);
        firstQuestion = question;
        comparison = new Comparison(expectations);
        stale.addAll(expectations.stale());
        askedMs = nowMs - Limits.REPAIR_RETRY_MS;
        tries = 0;
    }

    private Expectations expectations(SiteId life) {
        return new Expectations(life, settings, peer, links, rows);
    }

    private RepairEffect ask(Comparison open, long nowMs) {
        askedMs = nowMs;
        if (tries++ == 0) {
            // Asked again it is the same question: an answer counts that took longer than that.
            question++;
        }
        return new RepairEffect.Send(new RepairMessage.Ask(
                expectations.site(), question, settings.hashes().check(), open.asks()));
    }

    private RepairEffect end(RepairOutcome.End end, long nowMs) {
        comparison = null;
        lives.clear();
        stale.clear();
        return new RepairEffect.Ended(new RepairOutcome(peer, end, nowMs, differing, restated));
    }

    /** The peer asks, or answers. */
    public List<RepairEffect> heard(RepairMessage message, long nowMs) {
        return switch (message) {
            case RepairMessage.Ask ask -> tell(ask);
            case RepairMessage.Answer answer -> take(answer, nowMs);
        };
    }

    /** Only of its own entries a site may ask: what else is here is not its business (L9). */
    private List<RepairEffect> tell(RepairMessage.Ask ask) {
        if (!ask.site().region().equals(peer)) {
            return List.of();
        }
        long check = settings.hashes().check();
        var here = new HeldHere(ask.site(), rows);
        var told = ask.keyCheck() != check
                ? List.<Told>of()
                : ask.areas().stream().map(area -> Telling.of(area, here)).toList();
        return List.of(new RepairEffect.Send(new RepairMessage.Answer(ask.site(), ask.question(), check, told)));
    }

    private List<RepairEffect> take(RepairMessage.Answer answer, long nowMs) {
        Comparison open = comparison;
        if (open == null || answer.question() != question || !answer.site().equals(expectations.site())) {
            return List.of();
        }
        if (answer.keyCheck() != settings.hashes().check()) {
            return List.of(end(RepairOutcome.End.ANOTHER_KEY, nowMs));
        }
        open.take(answer.told());
        var effects = new ArrayList<RepairEffect>();
        for (Held there : open.takeDifferences()) {
            differing++;
            if (restated < Limits.REPAIRED_CONTEXTS_MAX && isDamaged(there)) {
                long epoch = settings.policy().version();
                for (ContextKey key : expectations.contextsAt(there.point())) {
                    restated++;
                    effects.add(new RepairEffect.Restate(key, epoch));
                }
            }
        }
        tries = 0;
        if (!open.isDone()) {
            effects.add(askOrGiveUp(open, nowMs));
        } else if (lives.isEmpty()) {
            effects.add(end(RepairOutcome.End.COMPARED, nowMs));
        } else {
            compare(lives.remove(), nowMs);
        }
        return effects;
    }

    /** A peer that makes its hashes up has an endless answer to everything. */
    private RepairEffect askOrGiveUp(Comparison open, long nowMs) {
        return question - firstQuestion < Limits.REPAIR_QUESTIONS_MAX
                ? ask(open, nowMs)
                : end(RepairOutcome.End.UNANSWERED, nowMs);
    }

    /** Whether nothing is on its way that would explain a difference. */
    private boolean isDamaged(Held there) {
        var now = SetHash.ZERO;
        long vector = 0;
        List<ContextKey> keys = expectations.contextsAt(there.point());
        for (ContextKey key : keys) {
            Optional<SetHash> one = expectations.of(key, there.declined());
            if (one.isEmpty()) {
                return false;
            }
            now = now.plus(one.get());
            vector = vector * 31 + rows.vectorFingerprint(key);
        }
        return !keys.isEmpty() && vector == there.vector() && !now.equals(there.hash());
    }
}
