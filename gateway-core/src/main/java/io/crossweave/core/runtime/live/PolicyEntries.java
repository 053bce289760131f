package io.crossweave.core.runtime.live;

import io.crossweave.core.context.AfterCommit;
import io.crossweave.core.event.RestatementApplied;
import io.crossweave.core.spi.AuditAction;
import io.crossweave.core.spi.AuditEntry;
import io.crossweave.core.spi.ReleasePolicy;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** What is written down of policies that change (L11). */
final class PolicyEntries {
    private static final String EPOCH = "epoch";

    private PolicyEntries() {}

    static AuditEntry followed(ReleasePolicy policy, long nowMs) {
        var facts = Map.of(
                EPOCH,
                Long.toString(policy.version()),
                "policyHash",
                HexFormat.of().formatHex(policy.policyHash()));
        return new AuditEntry(nowMs, AuditAction.POLICY_FOLLOWED, AuditEntry.SITE, null, new TreeMap<>(facts));
    }

    static AuditEntry applied(AfterCommit.Restated restated, long nowMs) {
        var facts = Map.of(
                "origin",
                restated.originRegion(),
                EPOCH,
                Long.toString(restated.projectionEpoch()),
                "dropped",
                Integer.toString(restated.dropped()),
                "restored",
                Integer.toString(restated.restored()));
        return new AuditEntry(
                nowMs, AuditAction.RESTATEMENT_APPLIED, AuditEntry.SITE, restated.key(), new TreeMap<>(facts));
    }

    static AuditEntry confirmed(AfterCommit.RestatementConfirmed confirmed, long nowMs) {
        RestatementApplied answer = confirmed.answer();
        var facts = Map.of(
                "destination",
                confirmed.destination(),
                EPOCH,
                Long.toString(answer.projectionEpoch()),
                "dots",
                answer.site() + ":" + answer.fromCounter() + "-" + answer.lastCounter());
        return new AuditEntry(
                nowMs, AuditAction.RESTATEMENT_CONFIRMED, AuditEntry.SITE, answer.key(), new TreeMap<>(facts));
    }
}
