package io.crossweave.app.fake;

import io.crossweave.core.gateway.Quarantine;
import io.crossweave.core.gateway.QuarantineEntry;
import io.crossweave.core.gateway.QuarantineId;
import io.crossweave.core.gateway.QuarantineOutcome;
import io.crossweave.core.stored.QuarantineRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Items in the order in which they were put here; what is tried again stays, and what is declined goes. */
public final class FakeQuarantine implements Quarantine {
    private final List<QuarantineRecord> kept = new ArrayList<>();
    private final List<String> actors = new ArrayList<>();

    public synchronized void put(QuarantineRecord item) {
        kept.add(item);
    }

    /** Who gave an order, in their order. */
    public synchronized List<String> actors() {
        return List.copyOf(actors);
    }

    @Override
    public synchronized List<QuarantineEntry> list(String tenant, @Nullable QuarantineId after, int limit) {
        List<QuarantineEntry> entries = kept.stream()
                .map(QuarantineEntry::of)
                .filter(entry -> entry.id().key().tenant().equals(tenant))
                .toList();
        int from = 0;
        while (after != null && from < entries.size() && !entries.get(from).id().equals(after)) {
            from++;
        }
        return entries.stream().skip(after == null ? 0 : from + 1L).limit(limit).toList();
    }

    @Override
    public synchronized Optional<QuarantineRecord> find(QuarantineId id) {
        return kept.stream()
                .filter(item -> QuarantineEntry.of(item).id().equals(id))
                .findFirst();
    }

    @Override
    public synchronized CompletionStage<QuarantineOutcome> replay(QuarantineId id, String actor) {
        actors.add(actor);
        return CompletableFuture.completedFuture(
                find(id).<QuarantineOutcome>map(item -> new QuarantineOutcome.Kept(item.reason(), item.attempts() + 1))
                        .orElse(new QuarantineOutcome.Unknown()));
    }

    @Override
    public synchronized CompletionStage<QuarantineOutcome> decline(QuarantineId id, String actor) {
        actors.add(actor);
        boolean known = kept.removeIf(item -> QuarantineEntry.of(item).id().equals(id));
        return CompletableFuture.completedFuture(
                known ? new QuarantineOutcome.Declined() : new QuarantineOutcome.Unknown());
    }
}
