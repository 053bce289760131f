package io.crossweave.core.runtime.live;

import io.crossweave.core.context.LaneInput;
import io.crossweave.core.gateway.Quarantine;
import io.crossweave.core.gateway.QuarantineEntry;
import io.crossweave.core.gateway.QuarantineId;
import io.crossweave.core.gateway.QuarantineOutcome;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.rows.ContextRows;
import io.crossweave.core.stored.QuarantineRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** The quarantine of a running site: lists read the store, orders go through the context's lane. */
final class LiveQuarantine implements Quarantine {
    private final ContextRows rows;
    private final PendingAnswers pending;
    private final LaneEntrance lanes;

    LiveQuarantine(ContextRows rows, PendingAnswers pending, LaneEntrance lanes) {
        this.rows = rows;
        this.pending = pending;
        this.lanes = lanes;
    }

    @Override
    public List<QuarantineEntry> list(String tenant, @Nullable QuarantineId after, int limit) {
        var entries = new ArrayList<QuarantineEntry>();
        int first = after == null ? 0 : after.key().shard();
        for (int shard = first; shard < Limits.SHARDS && entries.size() < limit; shard++) {
            rows.forEachQuarantined(shard, tenant, shard == first ? after : null, kept -> {
                entries.add(QuarantineEntry.of(kept));
                return entries.size() < limit;
            });
        }
        return entries;
    }

    @Override
    public Optional<QuarantineRecord> find(QuarantineId id) {
        return Optional.ofNullable(rows.quarantined(id.key(), id.dot()));
    }

    @Override
    public CompletionStage<QuarantineOutcome> replay(QuarantineId id, String actor) {
        return ask(id, ticket -> new LaneInput.Replay(ticket, id, actor));
    }

    @Override
    public CompletionStage<QuarantineOutcome> decline(QuarantineId id, String actor) {
        return ask(id, ticket -> new LaneInput.Decline(ticket, id, actor));
    }

    private CompletionStage<QuarantineOutcome> ask(QuarantineId id, LongFunction<LaneInput> order) {
        long ticket = pending.nextTicket();
        CompletableFuture<QuarantineOutcome> answer = pending.tend(ticket);
        lanes.put(id.key().shard(), order.apply(ticket));
        return answer;
    }
}
