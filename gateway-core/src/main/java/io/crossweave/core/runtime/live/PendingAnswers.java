package io.crossweave.core.runtime.live;

import io.crossweave.core.gateway.ContextView;
import io.crossweave.core.gateway.PublishOutcome;
import io.crossweave.core.gateway.QuarantineOutcome;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Who waits for the answer of a context lane, by ticket. */
final class PendingAnswers {
    private static final PublishOutcome STOPPING = new PublishOutcome.Unavailable("the site is stopping");

    private final Map<Long, CompletableFuture<PublishOutcome>> publishes = new ConcurrentHashMap<>();
    private final Map<Long, CompletableFuture<Optional<ContextView>>> reads = new ConcurrentHashMap<>();
    private final Map<Long, CompletableFuture<QuarantineOutcome>> orders = new ConcurrentHashMap<>();
    private final AtomicLong tickets = new AtomicLong();
    private volatile boolean ended;

    long nextTicket() {
        return tickets.incrementAndGet();
    }

    CompletableFuture<PublishOutcome> publish(long ticket) {
        var reply = new CompletableFuture<PublishOutcome>();
        publishes.put(ticket, reply);
        if (ended) {
            reply.complete(STOPPING);
        }
        return reply;
    }

    CompletableFuture<Optional<ContextView>> read(long ticket) {
        var answer = new CompletableFuture<Optional<ContextView>>();
        reads.put(ticket, answer);
        if (ended) {
            answer.cancel(false);
        }
        return answer;
    }

    CompletableFuture<QuarantineOutcome> tend(long ticket) {
        var answer = new CompletableFuture<QuarantineOutcome>();
        orders.put(ticket, answer);
        if (ended) {
            answer.cancel(false);
        }
        return answer;
    }

    void tended(long ticket, QuarantineOutcome outcome) {
        complete(orders.remove(ticket), outcome);
    }

    void published(long ticket, PublishOutcome outcome) {
        complete(publishes.remove(ticket), outcome);
    }

    void viewed(long ticket, Optional<ContextView> view) {
        complete(reads.remove(ticket), view);
    }

    private static <T> void complete(@Nullable CompletableFuture<T> waiting, T answer) {
        if (waiting != null) {
            waiting.complete(answer);
        }
    }

    /** No lane answers any more. */
    void end() {
        ended = true;
        publishes.values().forEach(reply -> reply.complete(STOPPING));
        reads.values().forEach(answer -> answer.cancel(false));
        orders.values().forEach(answer -> answer.cancel(false));
    }
}
