package io.crossweave.core.context;

import io.crossweave.core.gateway.ContextView;
import io.crossweave.core.gateway.PublishOutcome;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.ContextType;
import io.crossweave.core.model.Dot;
import io.crossweave.core.model.LaneId;
import io.crossweave.core.model.SiteId;
import io.crossweave.core.model.Tier;
import io.crossweave.core.reconcile.Area;
import io.crossweave.core.rows.ContextRows;
import io.crossweave.core.rows.SumRows;
import io.crossweave.core.state.ContextState;
import io.crossweave.core.stored.LogRecord;
import io.crossweave.core.stored.ReceivedMark;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The one owner of all contexts of a shard at a site, whatever their tier. A state machine without clock, threads or locks: inputs in,
 * one batch of writes and its consequences out. The caller commits the batch before the next step and before any consequence; after a
 * commit of unknown outcome it throws the lane away and makes a new one from the store (L15).
 */
public final class ContextLane {
    /** Until such a record has been carried out no watermark says that anything is sent: what it asks for may be of any time. */
    private static final long SENT_LONG_AGO = 0;

    /** A lane of a peer that sends into this shard. */
    private record PeerLane(String region, Tier tier) implements Comparable<PeerLane> {
        @Override
        public int compareTo(PeerLane other) {
            int byRegion = region.compareTo(other.region);
            return byRegion != 0 ? byRegion : tier.compareTo(other.tier);
        }
    }

    private final LaneSettings settings;
    private final int shard;
    private final ContextRows rows;
    private final LoadedContexts contexts;
    private final LaneInbox inbox;
    private final LaneQuarantine quarantine;
    private final LaneLog log;
    private final LaneConflicts conflicts;
    private final Sharing sharing;
    private final OwnEvents ownEvents;
    private final ArrivedItems arrivedItems;
    private final SumRows sums;
    private final Recounting recounting;
    private final QuarantineDesk desk;
    private final LaneTrimming trimming;
    private final HistoryTidying tidying;
    private final CounterFolding folding;
    private final Purging purging;
    private final Map<PeerLane, ReceivedMark> received = new TreeMap<>();
    /** What was committed of peers' lanes when nothing of it waited. */
    private final Map<PeerLane, ReceivedMark> applied = new TreeMap<>();

    private final LaneLives lives;
    private final LaneNeeds needs;

    /** A lane as its shard's rows say. */
    public ContextLane(LaneSettings settings, int shard, ContextRows rows) {
        this.sums = rows.sums();
        this.recounting = new Recounting(settings, rows, sums);
        this.settings = settings;
        this.shard = shard;
        this.rows = rows;
        this.contexts = new LoadedContexts(rows);
        this.inbox = new LaneInbox(settings.inbox());
        this.log = new LaneLog(shard, rows);
        this.conflicts = new LaneConflicts(settings.site(), rows.conflicts());
        this.sharing = new Sharing(settings);
        this.ownEvents = new OwnEvents(settings, sharing);
        var quarantine = new LaneQuarantine(
                settings.quarantine(), shard, rows, settings.types().keySet());
        this.folding = new CounterFolding(settings.site(), ownEvents);
        this.purging = new Purging(settings, ownEvents);
        this.lives = new LaneLives(shard, rows.lives());
        var returns = new LaneReturns(shard, rows.lives());
        var waiting = new ArrivedItems.Waiting(inbox, quarantine, new DeclinedHoles(shard, rows), returns);
        this.arrivedItems = new ArrivedItems(settings, rows, contexts, waiting, ownEvents);
        this.desk = new QuarantineDesk(rows, waiting, arrivedItems);
        this.quarantine = quarantine;
        this.trimming = new LaneTrimming(shard, rows);
        this.tidying = new HistoryTidying(settings.site().region(), rows);
        this.needs = new LaneNeeds(settings, shard, contexts, lives, waiting);
        rows.forEachInbox(shard, item -> inbox.add(item.item(), item.projectionEpoch()));
    }

    /** Items that wait in the inbox. */
    public int waiting() {
        return inbox.size();
    }

    public int shard() {
        return shard;
    }

    /** What is committed here of a peer's lane, as reported to it. */
    public ReceivedMark received(String originRegion, Tier tier) {
        return received.computeIfAbsent(
                new PeerLane(originRegion, tier), peer -> rows.received(peer.region(), new LaneId(peer.tier(), shard)));
    }

    /**
     * Takes a run of inputs.
     *
     * @param nowMs the site clock, milliseconds since the epoch
     */
    public LaneOutput step(List<LaneInput> inputs, long nowMs) {
        var step = new LaneStep(rows, log, conflicts, new StepSums(sums, settings.hashes(), shard), nowMs);
        var recounts = new TreeSet<ContextKey>();
        for (LaneInput input : inputs) {
            switch (input) {
                case LaneInput.Publish publish ->
                    step.then(new AfterCommit.Reply(publish.ticket(), publish(step, publish)));
                case LaneInput.Arrived arrived -> arrived(step, arrived);
                case LaneInput.Share(ContextKey key, String region) -> {
                    ContextType type = settings.types().get(key.type());
                    if (type != null) {
                        sharing.released(step, contexts.get(key, type), region);
                    }
                }
                case LaneInput.Restate restate -> restate(step, restate);
                case LaneInput.Rejoin(ContextKey key, String region, long epoch) -> {
                    restate(step, new LaneInput.Restate(key, region, epoch));
                    sendAgain(step, key, region);
                }
                case LaneInput.Read(long ticket, ContextKey key) ->
                    step.then(new AfterCommit.Viewed(ticket, view(key)));
                case LaneInput.Replay replay ->
                    step.then(new AfterCommit.Tended(replay.ticket(), desk.replay(step, replay)));
                case LaneInput.Decline decline ->
                    step.then(new AfterCommit.Tended(decline.ticket(), desk.decline(step, decline)));
                case LaneInput.Trim trim -> trimming.trim(step, trim);
                case LaneInput.Tidy tidy -> tidy(step, tidy, recounts);
                case LaneInput.Recount(ContextKey key) -> recounts.add(key);
                case LaneInput.Resum(SiteId site, Area area) -> step.sums().resum(site, area);
                case LaneInput.Fence(SiteId site, long linkEpoch) -> {
                    lives.fence(site, linkEpoch);
                    // A link that begins anew is told once more what is applied.
                    applied.keySet().removeIf(peer -> peer.region().equals(site.region()));
                    step.then(new AfterCommit.Fenced(shard, site));
                }
                case LaneInput.Settle(ContextKey key, Dot dot) -> needs.settle(step, key, dot);
                case LaneInput.SendAll(ContextKey key, String region) -> sendAll(step, key, region);
                case LaneInput.Tick() -> {
                    arrivedItems.retryWaiting(step);
                    needs.tell(step);
                }
            }
        }
        recounts.forEach(key -> recount(step, key));
        lives.finish(step);
        tellApplied(step);
        // After the changes of this step, so that nobody keeps a view of a context that has left memory.
        contexts.settle(step.changed()).forEach(key -> step.then(new AfterCommit.Unloaded(key)));
        LaneOutput output = step.finish();
        conflicts.settle(step.changedKeys());
        return output;
    }

    /** A destination that shares the context is told anew what it may hold of what is committed here; the log sees to that. */
    private void restate(LaneStep step, LaneInput.Restate asked) {
        ContextType type = settings.types().get(asked.key().type());
        ContextState state = type == null ? null : contexts.get(asked.key(), type);
        long ownCounter =
                state == null ? 0 : state.vector().countOf(settings.site().region());
        if (type != null && state != null && ownCounter > 0 && state.sharesWith(asked.region())) {
            var record = new LogRecord.Restate(
                    asked.key(), step.nowMs(), asked.region(), asked.projectionEpoch(), ownCounter);
            step.log(type.tier(), record, null, state);
        }
    }

    private void sendAgain(LaneStep step, ContextKey key, String region) {
        ContextType type = settings.types().get(key.type());
        ContextState state = type == null ? null : contexts.get(key, type);
        long ownCounter =
                state == null ? 0 : state.vector().countOf(settings.site().region());
        if (type != null && state != null && ownCounter > 0) {
            step.log(type.tier(), new LogRecord.SendAgain(key, step.nowMs(), region, 1, ownCounter), null, state);
        }
    }

    private void tidy(LaneStep step, LaneInput.Tidy asked, Set<ContextKey> recounts) {
        ContextType type = settings.types().get(asked.key().type());
        Optional<LaneInput.Tidy> rest = Optional.empty();
        if (type != null) {
            ContextState state = contexts.get(asked.key(), type);
            if (recounting.isSound(state)) {
                var candidates = new FoldCandidates(settings.site(), state, step.conflicts(state), asked.horizon());
                rest = tidying.tidy(step, state, asked, candidates);
                condense(step, state, asked.horizon(), candidates);
            } else {
                // What is missing looks as if it were over, and history is what it can be made again from.
                recounts.add(asked.key());
            }
        }
        step.then(new AfterCommit.Tidied(asked.key(), rest));
    }

    /** What this site publishes by itself because it is time: ends of what has expired, and sums of counters (L16). */
    private void condense(LaneStep step, ContextState state, Horizon horizon, FoldCandidates candidates) {
        if (!state.type().takesWritesAt(settings.site().region())) {
            return;
        }
        boolean quiet = isQuiet(state.key());
        if (quiet) {
            purging.purge(step, state, horizon);
        }
        if (!state.isExpiredAt(step.nowMs())) {
            folding.fold(step, state, candidates, horizon, quiet && !tidying.isCatchingUp(step, state));
        }
    }

    /** Whether nothing of a context waits here. */
    private boolean isQuiet(ContextKey key) {
        return !inbox.contexts().contains(key) && rows.quarantined(key, 1).isEmpty();
    }

    /** What this step has changed is in no row yet, and is looked at another time. */
    private void recount(LaneStep step, ContextKey key) {
        ContextType type = settings.types().get(key.type());
        if (type == null || step.changedKeys().contains(key)) {
            return;
        }
        ContextState state = contexts.get(key, type);
        if (recounting.recount(step, state)) {
            state.projections().restated();
            rows.putProjections(step.batch(), state);
            // What was in memory may be another than what is stored: it is read again, once this is.
            contexts.forget(key);
            step.then(new AfterCommit.Unloaded(key));
            step.then(new AfterCommit.Recounted(key));
        }
    }

    private Optional<ContextView> view(ContextKey key) {
        ContextType type = settings.types().get(key.type());
        return type == null
                ? Optional.empty()
                : Optional.ofNullable(contexts.get(key, type).view());
    }

    private PublishOutcome publish(LaneStep step, LaneInput.Publish request) {
        ContextKey key = request.change().key();
        ContextType type = settings.types().get(key.type());
        if (type == null) {
            return new PublishOutcome.UnknownType();
        }
        if (!type.takesWritesAt(settings.site().region())) {
            return new PublishOutcome.WrongSite(type.homeSite());
        }
        ContextState state = contexts.get(key, type);
        PublishOutcome outcome = ownEvents.publish(step, state, request);
        arrivedItems.drain(step, state);
        return outcome;
    }

    /** Where nothing of a peer waits, what is committed of its lanes is applied (L16). */
    private void tellApplied(LaneStep step) {
        for (String peer : settings.members().peers()) {
            if (inbox.holdsOf(peer) || quarantine.holdsOf(peer)) {
                continue;
            }
            for (Tier tier : Tier.values()) {
                ReceivedMark mark = received(peer, tier);
                if (!mark.equals(applied.put(new PeerLane(peer, tier), mark))) {
                    step.then(new AfterCommit.AppliedTo(peer, new LaneId(tier, shard), mark));
                }
            }
        }
    }

    /** A region has lost what it had: it gets all that it shares of this site's dots once more. */
    private void sendAll(LaneStep step, ContextKey key, String region) {
        ContextType type = settings.types().get(key.type());
        ContextState state = type == null ? null : contexts.get(key, type);
        if (type != null && state != null && state.sharesWith(region)) {
            long ownNumber = state.vector().countOf(settings.site().region());
            if (ownNumber > 0) {
                step.log(type.tier(), new LogRecord.SendAgain(key, SENT_LONG_AGO, region, 1, ownNumber), null, state);
            }
        }
    }

    private void arrived(LaneStep step, LaneInput.Arrived envelope) {
        if (!lives.admits(envelope)) {
            // Of a lost life: its number stays open for ever, and nobody asks for it.
            step.then(new AfterCommit.Settled(envelope.ticket()));
            return;
        }
        var noRoom = new TreeSet<ContextKey>();
        for (var item : envelope.items()) {
            if (!arrivedItems.take(step, envelope, item)) {
                noRoom.add(item.key());
            }
        }
        if (noRoom.isEmpty()) {
            mark(step, envelope);
        } else {
            String origin = envelope.origin().region();
            var lane = new LaneId(envelope.tier(), shard);
            step.then(new AfterCommit.TurnedAway(origin, lane, envelope.linkEpoch(), envelope.number(), noRoom));
        }
        step.then(new AfterCommit.Settled(envelope.ticket()));
    }

    /** Numbers the envelope as committed. Older epochs are applied like any other, but nobody asks for their numbers any more. */
    private void mark(LaneStep step, LaneInput.Arrived envelope) {
        String origin = envelope.origin().region();
        ReceivedMark before = received(origin, envelope.tier());
        if (envelope.linkEpoch() < before.linkEpoch()) {
            return;
        }
        ReceivedMark current = envelope.linkEpoch() > before.linkEpoch()
                ? new ReceivedMark(envelope.linkEpoch(), 0, List.of())
                : before;
        ReceivedMark marked = current.with(envelope.number());
        if (marked.ahead().size() > Limits.COMMITTED_AHEAD_MAX) {
            marked = current;
        }
        received.put(new PeerLane(origin, envelope.tier()), marked);
        var lane = new LaneId(envelope.tier(), shard);
        rows.putReceived(step.batch(), origin, lane, marked);
        step.then(new AfterCommit.Received(origin, lane, marked));
    }
}
