package io.crossweave.app.resolve;

import io.crossweave.app.AppLimits;
import io.crossweave.app.resolve.ResolverCount.Outcome;
import io.crossweave.core.model.ConflictId;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What came of asking resolvers since the start: how often, and which conflicts are left to people and why, the latest of them. */
@Singleton
public class ResolverReport {
    private final Map<String, EnumMap<Outcome, Long>> counts = new TreeMap<>();
    private final Map<ConflictId, String> leftToPeople = new LinkedHashMap<>();
    private long left;

    synchronized void asked(String resolver, Outcome outcome) {
        counts.computeIfAbsent(resolver, absent -> new EnumMap<>(Outcome.class)).merge(outcome, 1L, Long::sum);
    }

    synchronized void leftToPeople(List<ConflictId> conflicts, String reason) {
        left++;
        for (ConflictId conflict : conflicts) {
            leftToPeople.remove(conflict);
            leftToPeople.put(conflict, reason);
        }
        var eldest = leftToPeople.keySet().iterator();
        while (leftToPeople.size() > AppLimits.RESOLVER_FAILURES_MAX) {
            eldest.next();
            eldest.remove();
        }
    }

    /** Why a conflict is left to people; empty where no resolver was to decide it, or where it has not ended yet. */
    public synchronized Optional<String> reason(ConflictId conflict) {
        return Optional.ofNullable(leftToPeople.get(conflict));
    }

    /** In no particular order. */
    public synchronized List<ResolverCount> counts() {
        var all = new ArrayList<ResolverCount>();
        counts.forEach((resolver, outcomes) ->
                outcomes.forEach((outcome, asked) -> all.add(new ResolverCount(resolver, outcome, asked))));
        return all;
    }

    /** How often a dispute was left to people. */
    public synchronized long left() {
        return left;
    }
}
