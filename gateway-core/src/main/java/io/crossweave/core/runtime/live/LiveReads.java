package io.crossweave.core.runtime.live;

import io.crossweave.core.causality.VersionVector;
import io.crossweave.core.context.LaneInput;
import io.crossweave.core.event.Lifetime;
import io.crossweave.core.gateway.ContextView;
import io.crossweave.core.gateway.Gateway;
import io.crossweave.core.gateway.Gateway.ListedContext;
import io.crossweave.core.gateway.TypeChanges;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.rows.ContextRows;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** What contexts show at a running site: committed views at hand, others asked of their lanes; and who waits for changes. */
final class LiveReads {
    private final ContextRows rows;
    private final LiveClock clock;
    private final PendingAnswers pending;
    private final LaneEntrance lanes;
    private final Predicate<ContextKey> askable;
    private final Watchers watchers = new Watchers();
    private final TypeJournals journals;
    private final Map<ContextKey, ContextView> views = new ConcurrentHashMap<>();

    /**
     * What there is to know of the site.
     *
     * @param contexts whether the lane of a context can be asked: it runs, and the context's type is configured
     * @param order another one in each run of the site
     */
    record Askable(Predicate<ContextKey> contexts, String order) {}

    LiveReads(ContextRows rows, LiveClock clock, PendingAnswers pending, LaneEntrance lanes, Askable askable) {
        this.rows = rows;
        this.clock = clock;
        this.pending = pending;
        this.lanes = lanes;
        this.askable = askable.contexts();
        this.journals = new TypeJournals(askable.order());
    }

    /** A context's lane has committed a change. */
    void changed(ContextView view, boolean retracts) {
        views.put(view.key(), view);
        watchers.changed(asOfNow(view));
        journals.changed(view, retracts);
    }

    void unloaded(ContextKey key) {
        views.remove(key);
    }

    Optional<ContextView> read(ContextKey key) {
        ContextView cached = views.get(key);
        if (cached != null) {
            return Optional.of(asOfNow(cached));
        }
        return askable.test(key) ? ask(key).map(this::asOfNow) : Optional.empty();
    }

    /** What the context's lane shows once everything is committed that it was given before. */
    Optional<ContextView> ask(ContextKey key) {
        long ticket = pending.nextTicket();
        CompletableFuture<Optional<ContextView>> answer = pending.read(ticket);
        lanes.put(key.shard(), new LaneInput.Read(ticket, key));
        try {
            return answer.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while reading a context", e);
        } catch (ExecutionException | CancellationException e) {
            throw new IllegalStateException("the site stopped while a context was read", e);
        }
    }

    /** Without what has expired. Few contexts expire, and all readers share the clock. */
    private ContextView asOfNow(ContextView view) {
        return view.expiresAtMs() == Lifetime.NEVER ? view : view.at(clock.nowMs());
    }

    CompletionStage<Boolean> await(ContextKey key, VersionVector version, Duration timeout) {
        // Listen first, then look: a change in between is heard twice rather than missed.
        Watchers.Wait wait = watchers.await(key, version);
        if (read(key).map(view -> view.version().covers(version)).orElse(version.isEmpty())) {
            wait.reached().complete(true);
        }
        return wait.reached()
                .completeOnTimeout(false, timeout.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((reached, failure) -> wait.subscription().close());
    }

    TypeChanges typeChanges(String tenant, String type) {
        return journals.of(tenant, type);
    }

    List<ListedContext> list(String tenant, String type, String afterId, int limit) {
        return new ContextList(rows, this::read).visible(tenant, type, afterId, limit);
    }

    Gateway.Subscription watch(ContextKey key, Consumer<ContextView> listener) {
        return watchers.watch(key, listener);
    }
}
