package io.crossweave.core.context;

import io.crossweave.core.event.BodyHash;
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
import io.crossweave.core.wire.ItemCodec;
import java.util.List;

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
                    : answer(change.eventId(), state, known, false, true);
        }
        boolean created = state.documentAt(step.nowMs()) == null;
        return switch (path.stamp(state, change, request.precondition(), step.nowMs())) {
            case Stamping.Refused(var outcome) -> outcome;
            case Stamping.Stamped(var event) -> encodeAndOriginate(step, state, event, created);
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
        EventIdRecord record = originate(step, state, event, encoded);
        return answer(event.stamp().eventId(), state, record, created, false);
    }

    private static PublishOutcome answer(
            String eventId, ContextState state, EventIdRecord record, boolean created, boolean replayed) {
        return new PublishOutcome.Published(state.key(), eventId, record.version(), record.hlc(), created, replayed);
    }

    /**
     * Supersedes what is live of a dot whose client event has another, earlier dot. Every origin of either dot does so when it has both;
     * the view has hidden the loser already, so nobody sees a change.
     */
    void supersedeTwin(LaneStep step, ContextState state, Dot loser) {
        List<EntryId> live = state.liveOf(loser);
        if (live.isEmpty()) {
            return;
        }
        var event = new StampedEvent(
                state.key(),
                path.nextStamp(state, "twin:" + settings.site() + ":" + loser, step.nowMs()),
                EventType.RECONCILIATION,
                List.of(),
                live,
                List.of(),
                state.labels(),
                Provenance.UNKNOWN,
                BodyHash.UNKNOWN,
                Lifetime.UNCHANGED,
                state.type().version());
        originate(step, state, event, ItemCodec.encode(event));
    }

    private EventIdRecord originate(LaneStep step, ContextState state, StampedEvent event, byte[] encoded) {
        sharing.beforeOwnEvent(step, state, event);
        long sequence = state.nextSequence();
        step.apply(state, event, encoded);
        step.putOwnDot(state.key(), event.dot().counter(), sequence);
        var record = new EventIdRecord(event.dot(), event.stamp().hlc(), event.bodyHash(), state.vector());
        step.putEventId(state.key(), event.stamp().eventId(), record);
        step.log(
                state.type().tier(),
                new LogRecord.OwnEvent(state.key(), step.nowMs(), event.dot().counter(), sequence),
                event,
                state);
        step.then(new AfterCommit.Changed(state.requireView()));
        return record;
    }
}
