package io.crossweave.core.link;

import static io.crossweave.core.link.LaneBench.envelopes;
import static io.crossweave.core.scripted.Changes.append;
import static io.crossweave.core.scripted.Changes.beside;
import static io.crossweave.core.scripted.Changes.note;
import static io.crossweave.core.scripted.Changes.set;
import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.document.JsonPointer;
import io.crossweave.core.document.JsonString;
import io.crossweave.core.event.DeltaOperation;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.scripted.Changes;
import io.crossweave.core.wire.ItemCodec;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class DestinationLaneTest {
    private static final ContextKey KEY = note("c");
    private static final ContextKey OTHER = beside(KEY);

    private final LaneBench bench = new LaneBench(KEY);

    private void publish(int from, int to) {
        for (int i = from; i <= to; i++) {
            bench.site.publishes(append(KEY, "e" + i));
        }
    }

    @Test
    void L12_numbersAreDenseFromOneAndTheLastIsTold() {
        publish(1, 1);
        bench.pump();
        publish(2, 2);
        bench.pump();
        bench.site.publishes(append(OTHER, "o1"));
        bench.pump();

        assertThat(bench.numbers()).containsExactly(1L, 2L, 3L);
        assertThat(bench.lane().lastNumber()).isEqualTo(3);
    }

    @Test
    void L12_theWindowStopsTheLaneAndAConfirmationLetsItGoOn() {
        int max = Limits.WINDOW_ENVELOPES_MAX;
        for (int i = 1; i <= max + 2; i++) {
            publish(i, i);
            bench.pump();
        }
        assertThat(bench.lane().lastNumber()).isEqualTo(max);
        assertThat(bench.lane().queued()).isEqualTo(2);

        bench.confirm(10);
        assertThat(bench.pump()).hasSize(1); // both fit into one envelope now

        assertThat(bench.lane().queued()).isZero();
        assertThat(bench.lane().confirmedNumber()).isEqualTo(10);
    }

    @Test
    void L12_aRestartSendsAgainWhatIsNotConfirmedUnderANewEpoch() {
        for (int i = 1; i <= 4; i++) {
            publish(i, i);
            bench.pump();
        }
        bench.confirm(2);

        bench.restart();

        assertThat(bench.pump()).isEqualTo(envelopes("c:3 c:4"));
        assertThat(bench.numbers()).containsExactly(1L);
    }

    @Test
    void L12_everythingConfirmedLeavesNothingToLookAtAgain() {
        publish(1, 3);
        bench.pump();
        bench.confirm(bench.lane().lastNumber());
        bench.tick();

        bench.restart();

        assertThat(bench.lane().queued()).isZero();
        assertThat(bench.lane().isIdle()).isTrue();
        assertThat(bench.pump()).isEmpty();
    }

    @Test
    void L12_withheldEventsAloneAreNotLookedAtForEver() {
        bench.site.policy.withhold((event, to) -> true);
        publish(1, 5);
        bench.pump();
        bench.tick();

        bench.restart();

        assertThat(bench.lane().queued()).isZero();
    }

    @Test
    void L12_askedForNumbersAreMadeAgainAndConfirmedOnesAreNot() {
        for (int i = 1; i <= 4; i++) {
            publish(i, i);
            bench.pump();
        }
        bench.confirm(2);

        assertThat(bench.resend(1, 4)).isEqualTo(envelopes("c:3", "c:4"));
        assertThat(bench.resend(5, 9)).isEmpty();
    }

    @Test
    void L10_aReSendIsTheSameAsTheFirstSend() {
        bench.site.policy.drop(2, (event, to) -> true);
        bench.site.publishes(Changes.delta(
                KEY,
                "e",
                new DeltaOperation.Append(JsonPointer.parse("/log"), new JsonString("shown")),
                new DeltaOperation.Add(JsonPointer.parse("/ssn"), new JsonString("secret"))));

        bench.pump();
        bench.resend(1, 1);

        assertThat(bench.sentItems()).hasSize(2);
        assertThat(bench.sentItems().getFirst()).isEqualTo(bench.sentItems().getLast());
        assertThat(ItemCodec.encode(bench.sentItems().getFirst()))
                .isEqualTo(ItemCodec.encode(bench.sentItems().getLast()));
        assertThat(((StampedEvent) bench.sentItems().getFirst()).additions())
                .extracting(addition -> addition.path().toString())
                .containsExactly("", "/log");
    }

    @Test
    void L10_whatWasDroppedCannotBeGuessedFromTheHashOfTheBody() {
        var secret = new DeltaOperation.Add(JsonPointer.parse("/ssn"), new JsonString("secret"));
        var shown = new DeltaOperation.Append(JsonPointer.parse("/log"), new JsonString("shown"));
        String body = "the whole body as the client sent it";
        bench.site.policy.drop(2, (event, to) -> event.stamp().eventId().equals("e1"));
        bench.site.publishes(Changes.withBody(Changes.delta(KEY, "e1", shown, secret), body));
        bench.site.publishes(Changes.withBody(Changes.delta(KEY, "e2", shown, secret), body));

        bench.pump();

        assertThat(bench.sentItems())
                .extracting(item -> ((StampedEvent) item).bodyHash().isKnown())
                .containsExactly(false, true);
    }

    @Test
    void L8_policyIsAskedAgainAtEverySend() {
        publish(1, 1);
        bench.pump();
        bench.site.policy.withhold((event, to) -> true);

        assertThat(bench.resend(1, 1)).isEqualTo(envelopes("c:1-1. c?"));
    }

    @Test
    void L8_aNumberThatIsOnHoldNowStaysOutstanding() {
        publish(1, 1);
        bench.pump();
        bench.site.policy.hold((event, to) -> true);

        assertThat(bench.resend(1, 1)).isEmpty();
        bench.site.policy.releaseAll();
        assertThat(bench.resend(1, 1)).isEqualTo(envelopes("c:1 c?"));
    }

    @Test
    void L12_whatANumberWasPartedFromIsOwedUntilTheNumberThatBringsItIsConfirmed() {
        publish(1, 1);
        bench.pump();
        bench.site.publishes(append(OTHER, "o1"));
        bench.pump();
        assertThat(bench.turnedAway(1, KEY)).isEqualTo(List.of(List.of()));
        bench.site.nowMs += Limits.TURNED_AWAY_RETRY_MS;
        bench.tick();
        assertThat(bench.pump()).isEqualTo(envelopes("c:1 c?"));

        bench.confirm(2);
        bench.restart();

        assertThat(bench.pump().getFirst()).contains("c:1");
    }

    @Test
    void L12_aSendThatFailedGoesAgainUnderItsNumberWhenItIsDue() {
        publish(1, 1);
        bench.pump();
        bench.lane().sendFailed(1, bench.site.nowMs + 500);

        assertThat(bench.tick()).isEmpty();
        bench.site.nowMs += 500;
        assertThat(bench.tick()).isEqualTo(envelopes("c:1 c?"));
        assertThat(bench.numbers()).containsExactly(1L, 1L);
        assertThat(bench.tick()).isEmpty();
    }

    @Test
    void aFailureOfAConfirmedNumberIsForgotten() {
        publish(1, 1);
        bench.pump();
        bench.lane().sendFailed(1, bench.site.nowMs);
        bench.confirm(1);
        bench.lane().sendFailed(1, bench.site.nowMs);

        assertThat(bench.tick()).isEmpty();
    }

    @Test
    void L12_whatTheHandOverLostIsReadFromTheStore() {
        publish(1, 3);
        bench.pump();
        publish(4, 200);
        bench.loseHandOver();

        List<List<String>> sent = bench.pump();

        assertThat(sent.stream().flatMap(List::stream))
                .containsExactlyElementsOf(LongStream.rangeClosed(4, 200)
                        .mapToObj(counter -> "c:" + counter)
                        .toList());
        publish(201, 201);
        assertThat(bench.pump()).isEqualTo(envelopes("c:201"));
    }

    @Test
    void aTailThatIsTooLargeIsReadFromTheStore() {
        for (int i = 1; i <= 8; i++) {
            bench.site.publishes(set(KEY, "e" + i, "/x", String.valueOf(i).repeat(1 << 20)));
        }
        publish(9, 9);

        assertThat(bench.pump())
                .isEqualTo(envelopes("c:1", "c?", "c:2", "c:3", "c:4", "c:5", "c:6", "c:7", "c:8", "c:9"));
    }

    @Test
    void anEnvelopeIsClosedAtItsSizeAndOfManySmallItems() {
        publish(1, Limits.ENVELOPE_ITEMS_MAX + 5);

        List<List<String>> sent = bench.pump();

        assertThat(sent).hasSize(2);
        assertThat(sent.getFirst()).hasSize(Limits.ENVELOPE_ITEMS_MAX);
    }

    @Test
    void aBackgroundLaneWaitsForMoreAndSaysWhenItIsDue() {
        var key = new ContextKey("t", "memo", "m");
        var memos = new LaneBench(key, Changes.MEMO);
        memos.site.publishes(append(key, "e1"));
        assertThat(memos.pump()).isEmpty();
        assertThat(memos.lane().dueMs()).contains(memos.site.nowMs + 10);

        memos.site.nowMs += 9;
        memos.site.publishes(append(key, "e2"));
        assertThat(memos.pump()).isEmpty();
        memos.site.nowMs += 1;

        assertThat(memos.pump()).isEqualTo(envelopes("m:1 m? m:2"));
        assertThat(memos.lane().dueMs()).isEmpty();
    }

    @Test
    void L12_aWatermarkNeverPassesWhatHasNoNumber() {
        var key = new ContextKey("t", "memo", "m");
        var memos = new LaneBench(key, Changes.MEMO);
        memos.site.nowMs = 5_000;
        memos.site.publishes(append(key, "e1"));
        memos.site.nowMs = 5_004;
        memos.pump();

        assertThat(memos.lane().watermark(5_006).millis()).isEqualTo(4_999);
        memos.site.nowMs = 5_014;
        memos.pump();
        assertThat(memos.lane().watermark(5_014).millis()).isEqualTo(5_014);
        memos.site.publishes(append(key, "e2"));
        memos.handOver();
        assertThat(memos.lane().watermark(5_020).millis()).isLessThan(5_014);
    }
}
