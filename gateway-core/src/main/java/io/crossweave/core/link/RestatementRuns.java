package io.crossweave.core.link;

import io.crossweave.core.event.Restatement;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.rows.LinkRows;
import io.crossweave.core.spi.ReleasePolicy;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Contexts of which a destination is to be told anew what it may hold (L11), as runs of this site's dots. Until a run has left, it keeps
 * the lane's confirmed position below the record that asked for it, so that a restart finds it again.
 */
final class RestatementRuns {
    /** A run, and when it may go on: at once, or because policy can't decide or the destination can't take it now. */
    private record Waiting(CatchUp run, long notBeforeMs) {}

    private final RestatementMaker maker;
    private final Outgoing outgoing;
    private final Map<ContextKey, Waiting> waiting = new TreeMap<>();

    RestatementRuns(String destination, LinkRows rows, ReleasePolicy policy, Outgoing outgoing) {
        this.maker = new RestatementMaker(destination, rows, policy);
        this.outgoing = outgoing;
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Whether no more contexts can wait here: the lane stops, and the log keeps everything. */
    boolean isFull() {
        return waiting.size() >= Limits.PARKED_CONTEXTS_MAX;
    }

    /** Asks for a run; one of the same context that has not left yet is joined with it. */
    void add(CatchUp run) {
        put(run, 0);
    }

    /** The destination could not take a run, or has heard of a newer policy: it is made again as that says. */
    void turnedAway(CatchUp run, long nowMs) {
        put(run, nowMs + Limits.TURNED_AWAY_RETRY_MS);
    }

    private void put(CatchUp run, long notBeforeMs) {
        Waiting before = waiting.get(run.key());
        CatchUp all = before == null ? run : before.run().join(run);
        waiting.put(run.key(), new Waiting(all, notBeforeMs));
    }

    /** Whether a run may go on now. */
    boolean isDue(long nowMs) {
        return waiting.values().stream().anyMatch(each -> each.notBeforeMs() <= nowMs);
    }

    /** Sends the first part of a run that is due. Where policy can't decide, the rest of it waits: the destination has nothing of that yet. */
    void proceed(long nowMs) {
        Optional<Waiting> due = waiting.values().stream()
                .filter(each -> each.notBeforeMs() <= nowMs)
                .findFirst();
        if (due.isEmpty()) {
            return;
        }
        CatchUp run = due.get().run();
        Optional<Restatement> part = maker.make(run.key(), run.nextCounter(), run.lastCounter());
        if (part.isEmpty()) {
            waiting.put(run.key(), new Waiting(run, nowMs + Limits.TURNED_AWAY_RETRY_MS));
            return;
        }
        outgoing.add(SourcedItem.restated(part.get(), run.nextCounter()), run.place(), nowMs);
        CatchUp rest = run.from(run.nextCounter() + part.get().size());
        if (rest.nextCounter() <= rest.lastCounter()) {
            waiting.put(run.key(), new Waiting(rest, nowMs));
        } else {
            waiting.remove(run.key());
        }
    }

    /** The lowest log position that is not done with; far ahead where there is none. */
    long lowestPosition() {
        return waiting.values().stream()
                .mapToLong(each -> each.run().place().position())
                .min()
                .orElse(Long.MAX_VALUE);
    }
}
