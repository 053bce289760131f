package io.crossweave.core.context;

import io.crossweave.core.event.ContextEvent;
import io.crossweave.core.event.Payload;
import io.crossweave.core.model.ConflictId;
import io.crossweave.core.model.Dot;
import io.crossweave.core.spi.AuditAction;
import io.crossweave.core.spi.AuditEntry;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Says who settled which conflicts, and by which event (L6). */
final class SettledConflicts {
    /** Conflicts that an entry names; of more it tells how many there are. */
    private static final int NAMED_MAX = 16;

    private SettledConflicts() {}

    /** Has a change audited that was made to settle conflicts. */
    static void audit(LaneStep step, ContextEvent change, Dot dot) {
        switch (change.payload()) {
            case Payload.Reconciliation(var document, var resolves) -> audit(step, change, dot, "document", resolves);
            case Payload.Choice(var conflict, var chosen) -> audit(step, change, dot, "choice", List.of(conflict));
            case Payload.Verdict(var path, var value, var resolves) -> audit(step, change, dot, "resolver", resolves);
            case Payload.State _, Payload.Delta _, Payload.Merge _, Payload.Deletion _ -> {}
        }
    }

    private static void audit(LaneStep step, ContextEvent change, Dot dot, String by, List<ConflictId> conflicts) {
        var facts = new TreeMap<String, String>();
        facts.put("dot", dot.toString());
        facts.put("by", by);
        facts.put("count", Integer.toString(conflicts.size()));
        facts.put(
                "conflicts",
                conflicts.stream().limit(NAMED_MAX).map(ConflictId::hex).collect(Collectors.joining(",")));
        String actor = change.actor().isEmpty() ? AuditEntry.SITE : change.actor();
        step.then(new AfterCommit.Audited(
                new AuditEntry(step.nowMs(), AuditAction.CONFLICTS_SETTLED, actor, change.key(), facts)));
    }
}
