package io.crossweave.core.context;

import io.crossweave.core.event.CausalItem;
import io.crossweave.core.event.Placeholder;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.gateway.QuarantineId;
import io.crossweave.core.gateway.QuarantineOutcome;
import io.crossweave.core.rows.ContextRows;
import io.crossweave.core.spi.AuditAction;
import io.crossweave.core.spi.AuditEntry;
import io.crossweave.core.stored.QuarantineRecord;
import java.util.Locale;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What operators do with quarantined items: try one again, or give it up. Both are audited. */
final class QuarantineDesk {
    private final ContextRows rows;
    private final LaneQuarantine quarantine;
    private final DeclinedHoles declined;
    private final ArrivedItems arrived;

    QuarantineDesk(ContextRows rows, ArrivedItems.Waiting waiting, ArrivedItems arrived) {
        this.rows = rows;
        this.quarantine = waiting.quarantine();
        this.declined = waiting.declined();
        this.arrived = arrived;
    }

    QuarantineOutcome replay(LaneStep step, LaneInput.Replay order) {
        QuarantineRecord kept = find(order.id());
        if (kept == null) {
            return new QuarantineOutcome.Unknown();
        }
        QuarantineOutcome outcome = tryAgain(step, kept);
        audit(step, AuditAction.QUARANTINE_REPLAYED, order.actor(), kept, outcome);
        return outcome;
    }

    private QuarantineOutcome tryAgain(LaneStep step, QuarantineRecord kept) {
        String reason = arrived.reasonAgainst(kept.item());
        if (reason == null && !arrived.takeKept(step, kept.item())) {
            reason = "no room in the inbox for what it would wait with";
        }
        if (reason != null) {
            return new QuarantineOutcome.Kept(reason, quarantine.failedAgain(step, kept, reason));
        }
        quarantine.release(step, kept.item());
        // What stood behind it may be applicable now, too.
        quarantine.retrySoon(kept.item().key());
        arrived.retryQuarantined(step);
        return arrived.isApplied(kept.item()) ? new QuarantineOutcome.Applied() : new QuarantineOutcome.Waiting();
    }

    QuarantineOutcome decline(LaneStep step, LaneInput.Decline order) {
        QuarantineRecord kept = find(order.id());
        if (kept == null) {
            return new QuarantineOutcome.Unknown();
        }
        CausalItem hole = switch (kept.item()) {
            case StampedEvent event -> event.withheld();
            case Placeholder placeholder -> placeholder;
        };
        quarantine.release(step, kept.item());
        declined.add(step, hole);
        if (arrived.reasonAgainst(hole) == null) {
            arrived.takeDeclined(step);
            quarantine.retrySoon(kept.item().key());
            arrived.retryQuarantined(step);
        }
        var outcome = new QuarantineOutcome.Declined();
        audit(step, AuditAction.HOLE_DECLINED, order.actor(), kept, outcome);
        return outcome;
    }

    /** An item that is kept, as it is committed; one that this very step added is not there yet for anybody. */
    private @Nullable QuarantineRecord find(QuarantineId id) {
        QuarantineRecord kept = rows.quarantined(id.key(), id.dot());
        return kept != null && quarantine.contains(kept.item()) ? kept : null;
    }

    private static void audit(
            LaneStep step, AuditAction action, String actor, QuarantineRecord kept, QuarantineOutcome outcome) {
        var facts = new TreeMap<String, String>();
        facts.put("dot", kept.item().dot().toString());
        facts.put("lastCounter", Long.toString(kept.item().lastCounter()));
        facts.put("reason", kept.reason());
        facts.put("attempts", Integer.toString(kept.attempts()));
        facts.put("firstFailureMs", Long.toString(kept.firstFailureMs()));
        facts.put("outcome", outcome.getClass().getSimpleName().toLowerCase(Locale.ROOT));
        step.then(new AfterCommit.Audited(
                new AuditEntry(step.nowMs(), action, actor, kept.item().key(), facts)));
    }
}
