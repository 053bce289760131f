package io.crossweave.app.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.app.fake.FakeGateway;
import io.crossweave.app.resolve.ResolverCount.Outcome;
import io.crossweave.core.document.JsonString;
import io.crossweave.core.document.JsonValue;
import io.crossweave.core.gateway.PeerStatus;
import io.crossweave.core.gateway.PublishOutcome;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.model.Dot;
import io.crossweave.core.model.SiteId;
import io.crossweave.core.spi.ConflictResolver;
import io.crossweave.core.spi.ContestedPath;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** One site looks through its open conflicts and asks whoever its context types name (L5). */
class ResolverLoopTest {
    private static final String OWN = FakeGateway.SITE.region();
    private static final JsonValue ANSWER = new JsonString("answer");

    private final DisputedPlan plan = plan(OWN);
    private final List<ContestedPath> asked = new CopyOnWriteArrayList<>();

    @FunctionalInterface
    private interface Answering {
        Optional<JsonValue> to(ContestedPath contested) throws Exception;
    }

    private static DisputedPlan plan(String... authority) {
        return new DisputedPlan(new JsonString("ours"), new JsonString("theirs"), "planner", authority);
    }

    private ConflictResolver resolver(Answering answering) {
        return new ConflictResolver() {
            @Override
            public String name() {
                return "planner";
            }

            @Override
            public Optional<JsonValue> resolve(ContestedPath contested) throws Exception {
                asked.add(contested);
                return answering.to(contested);
            }
        };
    }

    private static void lookOnce(ResolverLoop loop) throws InterruptedException {
        assertThat(loop.look()).isEqualTo(1);
        loop.awaitEnd();
    }

    @Test
    void L5_theAnswerStandsAndSettlesTheConflict() throws InterruptedException {
        ResolverLoop loop = plan.loop(resolver(contested -> Optional.of(ANSWER)), 10_000);

        lookOnce(loop);

        assertThat(plan.plan()).isEqualTo(ANSWER);
        assertThat(plan.only().conflict().isOpen()).isFalse();
        assertThat(loop.look()).isZero();
        assertThat(asked).hasSize(1);
        assertThat(asked.getFirst().candidates())
                .extracting(ContestedPath.Candidate::value)
                .containsExactlyInAnyOrder(new JsonString("ours"), new JsonString("theirs"));
        assertThat(plan.report.counts()).containsExactly(new ResolverCount("planner", Outcome.SETTLED, 1));
    }

    @Test
    void L5_whatFailsEachTimeIsLeftToPeopleAndSaysWhy() throws InterruptedException {
        ResolverLoop loop = plan.loop(
                resolver(contested -> {
                    throw new IOException("gone");
                }),
                10_000);

        for (int attempt = 1; attempt <= Limits.RESOLVER_ATTEMPTS; attempt++) {
            assertThat(plan.report.reason(plan.only().conflict().id())).isEmpty();
            lookOnce(loop);
            assertThat(loop.look()).isZero();
            plan.gateway.advance(1_000_000);
        }

        assertThat(loop.look()).isZero();
        assertThat(asked).hasSize(Limits.RESOLVER_ATTEMPTS);
        assertThat(plan.only().conflict().isOpen()).isTrue();
        assertThat(plan.report.reason(plan.only().conflict().id())).hasValue("planner failed");
        assertThat(plan.report.left()).isEqualTo(1);
        assertThat(plan.report.counts())
                .containsExactly(new ResolverCount("planner", Outcome.FAILED, Limits.RESOLVER_ATTEMPTS));
    }

    @Test
    void L5_whatIsNotDecidedIsLeftToPeopleAtOnce() throws InterruptedException {
        lookOnce(plan.loop(resolver(contested -> Optional.empty()), 10_000));

        assertThat(plan.report.reason(plan.only().conflict().id())).hasValue("planner did not decide");
    }

    @Test
    void L5_aResolverThatTakesTooLongIsInterruptedAndFails() throws InterruptedException {
        var interrupted = new CountDownLatch(1);
        ConflictResolver slow = resolver(contested -> {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
            }
            return Optional.of(ANSWER);
        });

        lookOnce(plan.loop(slow, 50));

        interrupted.await();
        assertThat(plan.only().conflict().isOpen()).isTrue();
        assertThat(plan.report.counts()).containsExactly(new ResolverCount("planner", Outcome.FAILED, 1));
    }

    @Test
    void codeThatDoesNotEndKeepsItsPlacesAndNoMore() {
        var end = new CountDownLatch(1);
        var resolver = new AskedResolver(resolver(contested -> {
            while (end.getCount() > 0) {
                Thread.onSpinWait();
            }
            return Optional.empty();
        }));
        var question = new ContestedPath(
                plan.only().conflict().key(), plan.only().conflict().path(), List.of());

        // A call that was given up before its thread began keeps no place.
        while (asked.size() < Limits.RESOLVER_ASKED_MAX) {
            assertThat(failure(resolver, question)).containsAnyOf("gave no answer within 1 ms", "does not end");
        }
        assertThat(failure(resolver, question)).contains("does not end");
        end.countDown();
    }

    private static String failure(AskedResolver resolver, ContestedPath question) {
        try {
            return "answered " + resolver.ask(question, 1);
        } catch (ResolverFailure e) {
            return String.valueOf(e.getMessage());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void L5_aDeputyAsksOnlyWhenTheFirstIsGone() throws InterruptedException {
        DisputedPlan deputys = plan(DisputedPlan.PEER, OWN);
        ResolverLoop loop = deputys.loop(resolver(contested -> Optional.of(ANSWER)), 10_000);
        deputys.peer(PeerStatus.State.SUSPECT);
        assertThat(loop.look()).isZero();

        deputys.peer(PeerStatus.State.PARTITIONED);

        lookOnce(loop);
        assertThat(deputys.only().conflict().isOpen()).isFalse();
    }

    @Test
    void L5_aSiteThatIsNotOfTheAuthorityHasNoWork() {
        DisputedPlan others = plan(DisputedPlan.PEER);

        assertThat(others.loop(resolver(contested -> Optional.of(ANSWER)), 1).hasWork())
                .isFalse();
        assertThat(plan.loop(resolver(contested -> Optional.of(ANSWER)), 1).hasWork())
                .isTrue();
    }

    @Test
    void L5_anAnswerAfterWhichAnotherValueCameIsAskedForAnew() throws InterruptedException {
        ConflictResolver planner = resolver(contested -> {
            if (contested.candidates().size() == 2) {
                plan.arrive(new Dot(new SiteId("third", 1), 1), new JsonString("late"));
            }
            return Optional.of(new JsonString("of " + contested.candidates().size()));
        });
        ResolverLoop loop = plan.loop(planner, 10_000);

        lookOnce(loop);
        assertThat(plan.plan()).isEqualTo(new JsonString("ours"));
        lookOnce(loop);

        assertThat(plan.plan()).isEqualTo(new JsonString("of 3"));
        assertThat(plan.conflicts()).noneMatch(view -> view.conflict().isOpen());
    }

    @Test
    void L5_anAnswerThatFindsNoRoomIsAskedForAgain() throws InterruptedException {
        ResolverLoop loop = plan.loop(resolver(contested -> Optional.of(ANSWER)), 10_000);
        plan.gateway.endNextPublish(new PublishOutcome.Busy(1));

        lookOnce(loop);
        assertThat(plan.only().conflict().isOpen()).isTrue();
        plan.gateway.advance(Limits.RESOLVER_RETRY_MS + 1);
        lookOnce(loop);

        assertThat(plan.plan()).isEqualTo(ANSWER);
    }

    @Test
    void L5_askingThatBreaksOffEndsAndItsPlaceIsFree() throws InterruptedException {
        ResolverLoop loop = plan.loop(resolver(contested -> Optional.of(ANSWER)), 10_000);
        plan.gateway.breakNextPublish(new LinkageError("no such class"));

        lookOnce(loop);
        plan.gateway.advance(Limits.RESOLVER_RETRY_MS + 1);
        lookOnce(loop);

        assertThat(plan.plan()).isEqualTo(ANSWER);
    }

    @Test
    void L5_asASiteAsksAgainAfterACrashTheFirstAnswerStays() throws InterruptedException {
        lookOnce(plan.loop(resolver(contested -> Optional.of(ANSWER)), 10_000));
        var dispute = asked.getFirst();

        // The crash: the answer is committed, and nobody remembers it.
        var again = new DisputedPlan(new JsonString("ours"), new JsonString("theirs"), "planner", OWN);
        lookOnce(again.loop(resolver(contested -> Optional.of(new JsonString("another"))), 10_000));

        assertThat(asked.getLast()).isEqualTo(dispute);
        assertThat(again.plan()).isEqualTo(new JsonString("another"));
        assertThat(plan.loop(resolver(contested -> Optional.of(new JsonString("another"))), 10_000)
                        .look())
                .isZero();
    }
}
