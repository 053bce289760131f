package io.crossweave.app.resolve;

import static java.util.Objects.requireNonNull;

import io.crossweave.app.AppLimits;
import io.crossweave.app.resolve.ResolverCount.Outcome;
import io.crossweave.core.document.JsonValue;
import io.crossweave.core.gateway.Gateway;
import io.crossweave.core.gateway.Precondition;
import io.crossweave.core.gateway.PublishOutcome;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.ContextType;
import io.crossweave.core.resolve.AskingEnd;
import io.crossweave.core.resolve.Dispute;
import io.crossweave.core.resolve.ResolverRounds;
import io.crossweave.core.spi.ConflictResolver;
import io.crossweave.core.stored.ConflictRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Looks through the open conflicts again and again, and has those resolved that this site is to ask about. */
public final class ResolverLoop {
    private static final Logger LOG = Logger.getLogger(ResolverLoop.class);

    /** How asking ended, as its thread tells it. */
    private record Ended(Dispute dispute, AskingEnd end, Outcome outcome) {}

    private final Gateway gateway;
    private final Map<String, AskedResolver> resolvers = new TreeMap<>();
    private final ResolverReport report;
    private final long timeLimitMs;
    private final ResolverRounds rounds;
    private final SortedSet<String> askedTypes;
    /** Each dispute that is asked about ends once, so there is room for all. */
    private final ArrayBlockingQueue<Ended> ended = new ArrayBlockingQueue<>(Limits.RESOLVER_ASKED_MAX);

    /** {@code resolvers}: those that the site has, by name. */
    public ResolverLoop(
            Gateway gateway,
            Map<String, ContextType> types,
            Map<String, ConflictResolver> resolvers,
            ResolverReport report,
            long timeLimitMs) {
        this.gateway = gateway;
        resolvers.forEach((name, resolver) -> this.resolvers.put(name, new AskedResolver(resolver)));
        this.report = report;
        this.timeLimitMs = timeLimitMs;
        this.rounds = new ResolverRounds(gateway.site().region(), types);
        this.askedTypes = rounds.askedTypes();
    }

    /** Whether this site may ever be the one to ask. */
    public boolean hasWork() {
        return !askedTypes.isEmpty();
    }

    /** Goes on until it is interrupted. A long list is looked through more rarely. */
    public void run() throws InterruptedException {
        while (true) {
            long beganNs = System.nanoTime();
            look();
            long tookNs = System.nanoTime() - beganNs;
            long pauseNs = Math.max(
                    TimeUnit.MILLISECONDS.toNanos(AppLimits.RESOLVER_PAUSE_MS), tookNs * AppLimits.RESOLVER_REST);
            long untilNs = System.nanoTime() + pauseNs;
            for (long leftNs = pauseNs; leftNs > 0; leftNs = untilNs - System.nanoTime()) {
                take(ended.poll(leftNs, TimeUnit.NANOSECONDS));
            }
        }
    }

    /** Looks through all open conflicts once; answers how many disputes are asked about now. */
    int look() {
        int asked = 0;
        ContextKey after = null;
        List<ConflictRecord> open;
        do {
            open = gateway.openConflicts(askedTypes, after, AppLimits.RESOLVER_PAGE);
            for (Dispute dispute : rounds.due(open, gateway.peers(), gateway.nowMs())) {
                begin(dispute);
                asked++;
            }
            after = open.isEmpty() ? null : open.getLast().key();
        } while (open.size() >= AppLimits.RESOLVER_PAGE);
        return asked;
    }

    private void begin(Dispute dispute) {
        rounds.obstacle(dispute)
                .ifPresentOrElse(
                        reason -> ended.add(new Ended(dispute, new AskingEnd.LeftToPeople(reason), Outcome.NOT_ASKED)),
                        () -> Thread.ofVirtual().name("resolve").start(() -> ended.add(ask(dispute))));
    }

    /** Waits for the end of one that is asked about. */
    void awaitEnd() throws InterruptedException {
        take(ended.take());
    }

    private void take(@Nullable Ended end) {
        if (end == null) {
            return;
        }
        Dispute dispute = end.dispute();
        report.asked(dispute.resolver(), end.outcome());
        rounds.ended(dispute, end.end(), gateway.nowMs()).ifPresent(reason -> {
            report.leftToPeople(dispute.ids(), dispute.resolver() + " " + reason);
            LOG.warnf(
                    "alarm=resolver resolver=%s type=%s %s",
                    dispute.resolver(), dispute.key().type(), reason);
        });
    }

    // ---- one dispute, on a thread of its own
    // -------------------------------------------------------------------------

    private Ended ask(Dispute dispute) {
        try {
            AskedResolver resolver = requireNonNull(resolvers.get(dispute.resolver()));
            Optional<JsonValue> answer = resolver.ask(dispute.question().orElseThrow(), timeLimitMs);
            return answer.isPresent()
                    ? publish(dispute, answer.get())
                    : new Ended(dispute, new AskingEnd.LeftToPeople("did not decide"), Outcome.UNDECIDED);
        } catch (ResolverFailure e) {
            LOG.warnf(e, "resolver %s %s", dispute.resolver(), e.getMessage());
            return new Ended(dispute, new AskingEnd.Failed(requireNonNull(e.getMessage())), Outcome.FAILED);
        } catch (RuntimeException e) {
            LOG.errorf(e, "the answer of resolver %s can't be published", dispute.resolver());
            return new Ended(dispute, new AskingEnd.Failed("gave an answer that can't be published"), Outcome.UNFIT);
        } catch (Error e) {
            // Whatever it is, the dispute has to end: else its place is lost, and nobody asks about it again.
            LOG.errorf(e, "asking resolver %s broke off", dispute.resolver());
            return new Ended(dispute, new AskingEnd.Failed("broke off"), Outcome.FAILED);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Ended(dispute, new AskingEnd.NoRoom(), Outcome.NO_ROOM);
        }
    }

    private Ended publish(Dispute dispute, JsonValue answer) throws InterruptedException {
        var event = dispute.answered(gateway.site().region(), answer);
        try {
            return ended(
                    dispute,
                    gateway.publish(event, Precondition.NONE)
                            .toCompletableFuture()
                            .get(AppLimits.COMMIT_MS_MAX, TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            LOG.warnf("it is not known whether the answer of resolver %s was committed", dispute.resolver());
            return new Ended(dispute, new AskingEnd.NoRoom(), Outcome.NO_ROOM);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a publish failed instead of ending with an outcome", e.getCause());
        }
    }

    private Ended ended(Dispute dispute, PublishOutcome outcome) {
        return switch (outcome) {
            case PublishOutcome.Published _ ->
                isOpen(dispute)
                        ? new Ended(dispute, new AskingEnd.Failed("gave an answer that settled nothing"), Outcome.UNFIT)
                        : new Ended(dispute, new AskingEnd.Answered(), Outcome.SETTLED);
            case PublishOutcome.Invalid _ ->
                isOpen(dispute)
                        ? new Ended(
                                dispute,
                                new AskingEnd.Failed("gave an answer that does not fit the context"),
                                Outcome.UNFIT)
                        : new Ended(dispute, new AskingEnd.Answered(), Outcome.UNFIT);
            case PublishOutcome.PolicyRefused _,
                    PublishOutcome.EventIdReused _,
                    PublishOutcome.WrongSite _,
                    PublishOutcome.UnknownType _ ->
                new Ended(
                        dispute,
                        new AskingEnd.LeftToPeople("gave an answer that this site may not publish"),
                        Outcome.UNFIT);
            case PublishOutcome.PreconditionFailed _,
                    PublishOutcome.NotFound _,
                    PublishOutcome.Busy _,
                    PublishOutcome.Unavailable _ -> new Ended(dispute, new AskingEnd.NoRoom(), Outcome.NO_ROOM);
        };
    }

    /** Whether all of it is open still. */
    private boolean isOpen(Dispute dispute) {
        return dispute.ids().stream()
                .allMatch(id -> gateway.conflict(dispute.key().tenant(), id)
                        .filter(view -> view.conflict().isOpen())
                        .isPresent());
    }
}
