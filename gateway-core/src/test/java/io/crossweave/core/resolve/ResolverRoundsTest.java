package io.crossweave.core.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.document.JsonPointer;
import io.crossweave.core.document.JsonString;
import io.crossweave.core.document.JsonValue;
import io.crossweave.core.document.PathPattern;
import io.crossweave.core.event.EntryKind;
import io.crossweave.core.gateway.PeerStatus;
import io.crossweave.core.gateway.PeerStatus.State;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.ContextType;
import io.crossweave.core.model.ContextType.Arbiter;
import io.crossweave.core.model.ContextType.PathMerge;
import io.crossweave.core.model.Dot;
import io.crossweave.core.model.Hlc;
import io.crossweave.core.model.MergeRule;
import io.crossweave.core.model.SiteId;
import io.crossweave.core.model.Tier;
import io.crossweave.core.spi.ContestedPath.Candidate;
import io.crossweave.core.stored.ConflictPart;
import io.crossweave.core.stored.ConflictRecord;
import io.crossweave.core.stored.ConflictSide;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Site b, which may ask after a; the clock is the test's. */
final class ResolverRoundsTest {
    private static final ContextType PLANS = new ContextType(
            "plans",
            1,
            Tier.CRITICAL,
            List.of(new PathMerge(PathPattern.parse("/plan/**"), MergeRule.RESOLVER)),
            List.of(),
            0,
            "",
            new Arbiter("planner", List.of("a", "b")));
    private static final JsonPointer PLAN = JsonPointer.of("plan");

    private final ResolverRounds rounds = rounds("b");
    private final List<PeerStatus> aIsGone = List.of(peer("a", State.PARTITIONED), peer("c", State.UP));

    private static ResolverRounds rounds(String region) {
        return new ResolverRounds(region, Map.of("plans", PLANS));
    }

    private static PeerStatus peer(String region, State state) {
        return new PeerStatus(region, state, false, 0, Map.of(), 0, 0, 0, 0);
    }

    private static ContextKey context(int number) {
        return new ContextKey("t", "plans", "p-" + number);
    }

    private static ConflictSide side(String site, JsonPointer path, @Nullable JsonValue value) {
        var part = new ConflictPart(0, path, EntryKind.REGISTER, value, null);
        return new ConflictSide(
                new Dot(new SiteId(site, 1), 1), Hlc.ofMillis(site.charAt(0)), "agent", false, List.of(part));
    }

    private static ConflictRecord conflict(int context, String one, String other) {
        return ConflictRecord.of(
                context(context), PLAN, side(one, PLAN, new JsonString(one)), side(other, PLAN, new JsonString(other)));
    }

    @Test
    void L5_theFirstOfTheAuthorityAsksAndADeputyOnlyWhenItIsGone() {
        List<ConflictRecord> open = List.of(conflict(1, "a", "c"));
        ResolverRounds first = rounds("a");
        ResolverRounds third = rounds("c");

        assertThat(rounds.due(open, List.of(peer("a", State.UP)), 0)).isEmpty();
        assertThat(rounds.due(open, List.of(peer("a", State.SUSPECT)), 0)).isEmpty();
        assertThat(rounds.due(open, aIsGone, 0)).hasSize(1);
        assertThat(first.due(open, List.of(peer("b", State.UP)), 0)).hasSize(1);
        assertThat(third.due(open, List.of(peer("a", State.PARTITIONED), peer("b", State.PARTITIONED)), 0))
                .isEmpty();
        assertThat(third.askedTypes()).isEmpty();
        assertThat(first.askedTypes()).containsExactly("plans");
    }

    @Test
    void L5_aSiteThatIsNoPeerKeepsNobodyFromAsking() {
        assertThat(rounds.due(List.of(conflict(1, "a", "c")), List.of(peer("c", State.UP)), 0))
                .hasSize(1);
    }

    @Test
    void L5_allConflictsAtAPathAreOneQuestionWithEachValueOnce() {
        var open = List.of(conflict(1, "a", "c"), conflict(1, "a", "b"), conflict(1, "b", "c"));

        List<Dispute> due = rounds.due(open, aIsGone, 0);

        assertThat(due).hasSize(1);
        assertThat(due.getFirst().ids()).hasSize(3);
        assertThat(due.getFirst().question().orElseThrow().candidates())
                .extracting(Candidate::value)
                .containsExactly(new JsonString("a"), new JsonString("b"), new JsonString("c"));
        assertThat(rounds.obstacle(due.getFirst())).isEmpty();
    }

    @Test
    void L5_theAnswersEventIsTheSameEachTimeAtOneSiteAndAnotherOneAtEach() {
        Dispute dispute = rounds.due(List.of(conflict(1, "a", "c"), conflict(1, "a", "b")), aIsGone, 0)
                .getFirst();
        Dispute again = rounds("a")
                .due(List.of(conflict(1, "a", "b"), conflict(1, "a", "c")), List.of(), 9)
                .getFirst();
        JsonValue answer = new JsonString("x");

        assertThat(again.answered("b", answer)).isEqualTo(dispute.answered("b", answer));
        assertThat(again.answered("a", answer).eventId())
                .isNotEqualTo(dispute.answered("b", answer).eventId());
    }

    @Test
    void L5_nobodyIsAskedTwiceAtATime() {
        List<ConflictRecord> open = List.of(conflict(1, "a", "c"));
        Dispute dispute = rounds.due(open, aIsGone, 0).getFirst();

        assertThat(rounds.due(open, aIsGone, 100_000)).isEmpty();

        rounds.ended(dispute, new AskingEnd.NoRoom(), 100_000);
        assertThat(rounds.due(open, aIsGone, 100_000)).isEmpty();
        assertThat(rounds.due(open, aIsGone, 100_000 + Limits.RESOLVER_RETRY_MS))
                .hasSize(1);
    }

    @Test
    void L5_whileThereIsNoRoomForAnAnswerItIsAskedForMoreAndMoreRarely() {
        List<ConflictRecord> open = List.of(conflict(1, "a", "c"));
        long nowMs = 0;
        int asked = 0;
        for (; nowMs < 3_600_000; nowMs += Limits.RESOLVER_RETRY_MS) {
            for (Dispute dispute : rounds.due(open, aIsGone, nowMs)) {
                rounds.ended(dispute, new AskingEnd.NoRoom(), nowMs);
                asked++;
            }
        }

        assertThat(asked).isBetween(10, 25);
        assertThat(rounds.hasMore(open, aIsGone)).isTrue();
    }

    @Test
    void L5_whatFailsIsAskedAgainAfterPausesAndThenLeftToPeople() {
        List<ConflictRecord> open = List.of(conflict(1, "a", "c"));
        long nowMs = 0;
        for (int attempt = 1; attempt <= Limits.RESOLVER_ATTEMPTS; attempt++) {
            List<Dispute> due = rounds.due(open, aIsGone, nowMs);
            assertThat(due).as("attempt %s", attempt).hasSize(1);
            var leftToPeople = rounds.ended(due.getFirst(), new AskingEnd.Failed("is silent"), nowMs);
            assertThat(leftToPeople.isPresent()).isEqualTo(attempt == Limits.RESOLVER_ATTEMPTS);
            assertThat(rounds.due(open, aIsGone, nowMs)).isEmpty();
            nowMs += Limits.RESOLVER_RETRY_MS << (attempt - 1);
        }

        assertThat(rounds.due(open, aIsGone, 1L << 60)).isEmpty();
    }

    @Test
    void L5_whatIsUndecidedIsLeftToPeopleUntilAnotherValueComes() {
        List<ConflictRecord> open = List.of(conflict(1, "a", "c"));
        Dispute dispute = rounds.due(open, aIsGone, 0).getFirst();

        assertThat(rounds.ended(dispute, new AskingEnd.LeftToPeople("did not decide"), 0))
                .hasValue("did not decide");

        assertThat(rounds.due(open, aIsGone, 1L << 60)).isEmpty();
        var more = List.of(conflict(1, "a", "c"), conflict(1, "b", "c"), conflict(1, "a", "b"));
        assertThat(rounds.due(more, aIsGone, 1)).hasSize(1);
    }

    @Test
    void L5_onlySoManyAreAskedAtATimeAndTheOthersHaveTheirTurn() {
        var open = new ArrayList<ConflictRecord>();
        for (int i = 0; i < 3 * Limits.RESOLVER_ASKED_MAX; i++) {
            open.add(conflict(i, "a", "c"));
        }
        var asked = new ArrayList<ContextKey>();
        for (int round = 0; round < 3; round++) {
            List<Dispute> due = rounds.due(open, aIsGone, round);
            assertThat(due).hasSize(Limits.RESOLVER_ASKED_MAX);
            for (Dispute dispute : due) {
                asked.add(dispute.key());
                rounds.ended(dispute, new AskingEnd.Failed("is silent"), round);
            }
        }

        assertThat(asked).doesNotHaveDuplicates();
    }

    @Test
    void L5_aValueBesideABranchAndAValueThatIsNotKeptAreNoQuestions() {
        ConflictRecord kinds = ConflictRecord.of(
                context(1),
                PLAN,
                side("a", PLAN, new JsonString("x")),
                side("c", PLAN.child("to"), new JsonString("y")));
        ConflictRecord large =
                ConflictRecord.of(context(2), PLAN, side("a", PLAN, null), side("c", PLAN, new JsonString("y")));

        List<Dispute> due = rounds.due(List.of(kinds, large), aIsGone, 0);

        assertThat(due).hasSize(2);
        assertThat(rounds.obstacle(due.get(0)).orElseThrow()).contains("below its path");
        assertThat(rounds.obstacle(due.get(1)).orElseThrow()).contains("too large");
    }

    @Test
    void L5_otherRulesAskNobody() {
        JsonPointer other = JsonPointer.of("other");
        ConflictRecord lww = ConflictRecord.of(
                context(1), other, side("a", other, new JsonString("x")), side("c", other, new JsonString("y")));

        assertThat(rounds.due(List.of(lww), aIsGone, 0)).isEmpty();
    }
}
