package io.crossweave.core.context;

import io.crossweave.core.event.BodyHash;
import io.crossweave.core.event.CausalItem;
import io.crossweave.core.event.EventType;
import io.crossweave.core.event.Lifetime;
import io.crossweave.core.event.Provenance;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.gateway.PublishOutcome;
import io.crossweave.core.model.Dot;
import io.crossweave.core.model.EntryId;
import io.crossweave.core.publish.PublishPath;
import io.crossweave.core.publish.Stamping;
import io.crossweave.core.state.ContextState;
import io.crossweave.core.stored.EventIdRecord;
import io.crossweave.core.stored.LogRecord;
import io.crossweave.core.stored.ReturnedItem;
import io.crossweave.core.wire.ItemCodec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Events that this site originates: clients' changes, and its own answer to a client event that was stamped twice (L1). */
final class OwnEvents {
    private final LaneSettings settings;
    private final Sharing sharing;
    private final PublishPath path;

    OwnEvents(LaneSettings settings, Sharing sharing) {
        this.settings = settings;
        this.sharing = sharing;
        this.path = new PublishPath(settings.site(), settings.policy());
    }

    /** Stamps and applies a change, or says why not. A known event id gets its remembered answer. */
    PublishOutcome publish(LaneStep step, ContextState state, LaneInput.Publish request) {
        var change = request.change();
        EventIdRecord known = step.eventId(change.key(), change.eventId());
        if (known != null) {
            return known.bodyHash().contradicts(change.bodyHash())
                    ? new PublishOutcome.EventIdReused()
                    : answer(change.eventId(), state, known, true);
        }
        boolean created = state.documentAt(step.nowMs()) == null;
        return switch (path.stamp(state, step.conflicts(state), change, request.precondition(), step.nowMs())) {
            case Stamping.Refused(var outcome) -> outcome;
            case Stamping.Stamped(var event) -> {
                PublishOutcome outcome = encodeAndOriginate(step, state, event, created);
                if (outcome instanceof PublishOutcome.Published) {
                    SettledConflicts.audit(step, change, event.dot());
                }
                yield outcome;
            }
        };
    }

    /** What has no stored form (too many entries, too large) is refused before it leaves a trace. */
    private PublishOutcome encodeAndOriginate(LaneStep step, ContextState state, StampedEvent event, boolean created) {
        byte[] encoded;
        try {
            encoded = ItemCodec.encode(event);
        } catch (IllegalArgumentException e) {
            return new PublishOutcome.Invalid(
                    List.of(new PublishOutcome.Violation("", String.valueOf(e.getMessage()))));
        }
        EventIdRecord record = originate(step, state, event, encoded, created);
        return answer(event.stamp().eventId(), state, record, false);
    }

    private static PublishOutcome answer(String eventId, ContextState state, EventIdRecord record, boolean replayed) {
        return new PublishOutcome.Published(
                state.key(), eventId, record.dot(), record.version(), record.hlc(), record.created(), replayed);
    }

    /**
     * Supersedes what gives way of a dot whose client event has another, earlier dot. Every origin of one of them does so when it has both;
     * the view has hidden it already, so nobody sees a change.
     *
     * @param arrived the dot that showed it: the same entries are taken back once for each, by each origin
     */
    void supersedeTwin(LaneStep step, ContextState state, Dot loser, Dot arrived) {
        List<EntryId> live = state.givenWay(loser);
        if (live.isEmpty()) {
            return;
        }
        String name = "twin:" + settings.site() + ":" + loser + ":" + arrived;
        originate(step, state, name, new OwnChange("twin", List.of(), live, "", Lifetime.UNCHANGED));
    }

    /** Makes a change that no client asked for. */
    void publish(LaneStep step, ContextState state, OwnChange change) {
        long next = state.vector().get(settings.site()) + 1;
        originate(step, state, change.name() + ":" + new Dot(settings.site(), next), change);
    }

    private void originate(LaneStep step, ContextState state, String eventId, OwnChange change) {
        var event = new StampedEvent(
                state.key(),
                path.nextStamp(state, eventId, step.nowMs()),
                EventType.RECONCILIATION,
                change.additions(),
                change.removals(),
                List.of(),
                state.labels(),
                change.source().isEmpty()
                        ? Provenance.UNKNOWN
                        : new Provenance(change.source(), null, null, null, null, null),
                BodyHash.UNKNOWN,
                change.lifetime(),
                state.type().version());
        originate(step, state, event, ItemCodec.encode(event), false);
    }

    /**
     * A dot of a lost life takes its place: from here it is released as policy says, like every own one.
     *
     * @param returned its fullest form, and who holds something of it
     */
    void takeBack(LaneStep step, ContextState state, ReturnedItem returned) {
        sharing.noticed(step, state, returned.holders());
        CausalItem item = returned.item();
        if (item instanceof StampedEvent event) {
            sharing.beforeOwnEvent(step, state, event);
        }
        long sequence = applyOwn(step, state, item, ItemCodec.encode(item));
        logOwn(step, state, item instanceof StampedEvent event ? event : null, sequence);
    }

    /** Answers its place in the history. */
    private long applyOwn(LaneStep step, ContextState state, CausalItem item, byte[] encoded) {
        long sequence = state.nextSequence();
        step.apply(state, item, encoded);
        step.putOwnDot(state.key(), ownNumber(state), sequence);
        return sequence;
    }

    private long ownNumber(ContextState state) {
        return state.vector().countOf(settings.site().region());
    }

    private void logOwn(LaneStep step, ContextState state, @Nullable StampedEvent event, long sequence) {
        boolean urgent = event != null && event.provenance().isUrgent();
        var record = new LogRecord.OwnEvent(state.key(), step.nowMs(), ownNumber(state), sequence, urgent);
        step.log(state.type().tier(), record, event, state);
    }

    private EventIdRecord originate(
            LaneStep step, ContextState state, StampedEvent event, byte[] encoded, boolean created) {
        sharing.beforeOwnEvent(step, state, event);
        long sequence = applyOwn(step, state, event, encoded);
        var twin = new EventIdRecord.Twin(event.stamp().hlc(), event.dot(), sequence);
        var record = new EventIdRecord(twin, event.bodyHash(), state.vector(), created);
        step.putEventId(state.key(), event.stamp().eventId(), record);
        logOwn(step, state, event, sequence);
        step.then(new AfterCommit.Changed(state.requireView()));
        return record;
    }
}
