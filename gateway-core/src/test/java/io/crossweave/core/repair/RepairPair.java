package io.crossweave.core.repair;

import io.crossweave.core.context.AfterCommit;
import io.crossweave.core.context.LaneInput;
import io.crossweave.core.event.ContextEvent;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.gateway.RepairOutcome;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.link.DestinationLane;
import io.crossweave.core.link.LinkEffect;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.EntryId;
import io.crossweave.core.model.LaneId;
import io.crossweave.core.reconcile.RepairMessage;
import io.crossweave.core.reconcile.SetHashKey;
import io.crossweave.core.rows.LinkRows;
import io.crossweave.core.rows.LogRow;
import io.crossweave.core.scripted.Changes;
import io.crossweave.core.scripted.LaneSite;
import io.crossweave.core.spi.WriteBatch;
import io.crossweave.core.wire.stored.StoreKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A site {@code aa}, and {@code cc} that shares a context with it; both look for silent differences when they are told to. */
final class RepairPair {
    private static final Set<String> REGIONS = Set.of("aa", "bb", "cc");

    final LaneSite origin;
    final LaneSite destination;
    /** Whether nothing of repair comes through. */
    boolean cut;

    private final DestinationLane lane;
    private final PeerRepair repair;
    private final PeerRepair answering;
    private int handedOver;
    private long numbers;

    RepairPair(ContextKey key) {
        this(key, SetHashKey.PUBLIC);
    }

    RepairPair(ContextKey key, SetHashKey destinationsKey) {
        origin = new LaneSite("aa", REGIONS, key);
        destination = new LaneSite("cc", REGIONS, key);
        lane = new DestinationLane(
                "cc", new LaneId(Changes.NOTE.tier(), key.shard()), new LinkRows(origin.store()), origin.policy);
        repair = new PeerRepair(settings(origin, SetHashKey.PUBLIC), "cc", origin.store(), Long.MAX_VALUE);
        answering = new PeerRepair(settings(destination, destinationsKey), "aa", destination.store(), Long.MAX_VALUE);
    }

    private static RepairSettings settings(LaneSite site, SetHashKey hashes) {
        return new RepairSettings(site.id, site.policy, hashes, 1L << 40);
    }

    /** Publishes at the origin; the destination gets what policy lets it have. */
    StampedEvent publish(ContextEvent change) {
        StampedEvent event = origin.publishes(change);
        exchange();
        return event;
    }

    /** What the origin has logged arrives at the destination. */
    void exchange() {
        List<LogRow> logged = origin.logged();
        logged.subList(handedOver, logged.size()).forEach(lane::logged);
        handedOver = logged.size();
        List<LinkEffect> effects = lane.pump(origin.nowMs);
        while (!effects.isEmpty()) {
            for (LinkEffect effect : effects) {
                if (effect instanceof LinkEffect.Send send) {
                    destination.step(new LaneInput.Arrived(
                            ++numbers,
                            origin.id,
                            Changes.NOTE.tier(),
                            1,
                            send.number(),
                            send.items(),
                            send.projectionEpoch()));
                }
            }
            effects = lane.pump(origin.nowMs);
        }
    }

    /** The origin compares; what is to be restated arrives. */
    RepairOutcome compare() {
        repair.compareNow();
        Optional<RepairOutcome> outcome = Optional.empty();
        while (outcome.isEmpty()) {
            origin.nowMs += Limits.REPAIR_RETRY_MS;
            outcome = carryOut(repair.tick(origin.nowMs));
        }
        exchange();
        return outcome.get();
    }

    private Optional<RepairOutcome> carryOut(List<RepairEffect> effects) {
        Optional<RepairOutcome> outcome = Optional.empty();
        for (RepairEffect effect : effects) {
            switch (effect) {
                case RepairEffect.Send(RepairMessage message) -> outcome = cut ? outcome : ask(message);
                case RepairEffect.Store(WriteBatch batch) -> origin.store().commit(batch, committed -> {});
                case RepairEffect.Restate(ContextKey key, long epoch) ->
                    origin.step(new LaneInput.Restate(key, "cc", epoch));
                case RepairEffect.Ended(RepairOutcome ended) -> outcome = Optional.of(ended);
            }
        }
        return outcome;
    }

    private Optional<RepairOutcome> ask(RepairMessage question) {
        Optional<RepairOutcome> outcome = Optional.empty();
        for (RepairMessage answer : answers(question)) {
            outcome = carryOut(repair.heard(answer, origin.nowMs));
        }
        return outcome;
    }

    /** What the destination says to a question. */
    List<RepairMessage> answers(RepairMessage question) {
        var answers = new ArrayList<RepairMessage>();
        for (RepairEffect effect : answering.heard(question, destination.nowMs)) {
            if (effect instanceof RepairEffect.Send(RepairMessage answer)) {
                answers.add(answer);
            }
        }
        return answers;
    }

    /** A site looks through its store; how many contexts had to be counted again. */
    static int look(LaneSite site) {
        var check = new LocalCheck(settings(site, SetHashKey.PUBLIC), site.store(), 0);
        int before = site.followed(AfterCommit.Recounted.class).size();
        while (check.isDue(site.nowMs)) {
            LocalCheck.Suspects suspects = check.tick(site.nowMs);
            suspects.contexts().forEach(key -> site.step(new LaneInput.Recount(key)));
            suspects.areas().forEach(sum -> site.step(new LaneInput.Resum(sum.site(), sum.area())));
        }
        return site.followed(AfterCommit.Recounted.class).size() - before;
    }

    /** The row of an entry is not there any more. */
    static void lose(LaneSite site, ContextKey key, EntryId id) {
        site.store().commit(new WriteBatch().delete(StoreKeys.entry(key, id)), outcome -> {});
    }
}
