package io.crossweave.core.link;

import static io.crossweave.core.scripted.Changes.append;
import static io.crossweave.core.scripted.Changes.beside;
import static io.crossweave.core.scripted.Changes.note;
import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.limits.Limits;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.scripted.Changes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A destination was cut off while two contexts of a lane changed often; the others did not. What is sent in the background is slow here. */
class CatchUpTest {
    private static final ContextKey FIRST = note("c");
    private static final List<ContextKey> BESIDE = beside(FIRST, 3);
    private static final ContextKey SECOND = BESIDE.get(0);
    private static final ContextKey QUIET = BESIDE.get(1);
    private static final ContextKey FRESH = BESIDE.get(2);
    private static final int MISSED = 100;
    /** The events, those that the contexts began with, and the records of who began to share these. */
    private static final int LOGGED = 2 * MISSED + 3 + 3;

    /** Items each second, in the background. */
    private static final int RATE = 40;

    private static final int ENVELOPES = 64;

    private final LaneBench bench = new LaneBench(
            FIRST,
            Changes.NOTE,
            () -> new SendRoom(
                    new WindowBounds(ENVELOPES, Limits.WINDOW_BYTES_MAX),
                    new CatchUpPace(RATE * Limits.CATCH_UP_ITEM_BYTES_MIN, 1_000 * Limits.CATCH_UP_ITEM_BYTES_MIN),
                    10));
    private int events;

    @BeforeEach
    void theDestinationSharesThreeContextsAndIsCutOff() {
        bench.site.policy.withhold((event, to) -> to.equals("bb"));
        for (ContextKey key : List.of(FIRST, SECOND, QUIET)) {
            publish(key);
            bench.pump();
        }
        bench.confirm(bench.lane().lastNumber());
        for (int i = 0; i < MISSED; i++) {
            publish(FIRST);
            publish(SECOND);
        }
    }

    private void publish(ContextKey key) {
        bench.site.publishes(append(key, "e" + ++events));
    }

    private static List<String> texts(List<List<String>> envelopes) {
        return envelopes.stream().flatMap(List::stream).toList();
    }

    private static List<String> dots(ContextKey key, long from, long to) {
        return LongStream.rangeClosed(from, to)
                .mapToObj(counter -> key.id() + ":" + counter)
                .toList();
    }

    private static List<String> of(ContextKey key, List<String> texts) {
        return texts.stream().filter(text -> text.startsWith(key.id() + ":")).toList();
    }

    private List<String> afterASecond() {
        bench.site.nowMs += 1_000;
        return texts(bench.pump());
    }

    @Test
    void L17_whatIsNewInOtherContextsGoesAheadOfWhatWasMissed() {
        publish(QUIET);
        publish(FRESH);

        List<List<String>> sent = bench.pump();

        assertThat(sent.getFirst()).isEqualTo(List.of(QUIET.id() + ":2", FRESH.id() + ":1", FRESH.id() + "?"));
        publish(QUIET);
        assertThat(bench.pump().getFirst()).isEqualTo(List.of(QUIET.id() + ":3"));
    }

    @Test
    void L17_whatWasMissedFollowsAtItsPaceContextByContextInTurn() {
        List<String> first = texts(bench.pump());
        assertThat(first).hasSizeLessThan(RATE);
        assertThat(bench.lane().queued()).isEqualTo(2 * MISSED - first.size());

        var sent = new ArrayList<>(first);
        for (int second = 0; second < 2 * MISSED / RATE * 10 && bench.lane().queued() > 0; second++) {
            List<String> next = afterASecond();
            assertThat(next).hasSizeLessThanOrEqualTo(RATE);
            sent.addAll(next);
        }

        assertThat(of(FIRST, sent)).isEqualTo(dots(FIRST, 2, MISSED + 1));
        assertThat(of(SECOND, sent)).isEqualTo(dots(SECOND, 2, MISSED + 1));
        assertThat(sent).hasSize(2 * MISSED);
        assertThat(sent.indexOf(SECOND.id() + ":2")).as("its turn comes early").isLessThan(MISSED);
    }

    @Test
    void L17_whatIsNewInAContextThatIsMissingFollowsItsOwnBacklog() {
        List<String> first = texts(bench.pump());
        publish(FIRST);

        var sent = new ArrayList<>(first);
        sent.addAll(texts(bench.pump()));
        while (bench.lane().queued() > 0) {
            sent.addAll(afterASecond());
        }

        assertThat(of(FIRST, sent)).isEqualTo(dots(FIRST, 2, MISSED + 2));
    }

    @Test
    void L17_whatWasMissedLeavesHalfOfTheWindowToWhatIsNew() {
        // Nothing is confirmed: envelope after envelope of the background goes out.
        for (int i = 0; i < 10 * ENVELOPES; i++) {
            bench.site.nowMs += 1_000 / RATE;
            bench.pump();
        }
        assertThat(bench.lane().queued()).isPositive();

        publish(QUIET);

        assertThat(bench.pump()).isEqualTo(List.of(List.of(QUIET.id() + ":2")));
    }

    @Test
    void L17_aRestartInTheMiddleOfItLosesNothing() {
        var sent = new ArrayList<>(texts(bench.pump()));
        sent.addAll(afterASecond());
        bench.confirm(bench.lane().lastNumber());
        bench.tick();

        bench.restart();
        sent.addAll(texts(bench.pump()));
        while (bench.lane().queued() > 0) {
            sent.addAll(afterASecond());
        }

        assertThat(sent).containsAll(dots(FIRST, 2, MISSED + 1)).containsAll(dots(SECOND, 2, MISSED + 1));
        bench.confirm(bench.lane().lastNumber());
        bench.tick();
        assertThat(bench.lane().isIdle()).isTrue();
        assertThat(bench.confirmedPosition()).isEqualTo(LOGGED);
    }

    @Test
    void L12_aWatermarkStaysBelowWhatWaitsForItsTurn() {
        long missedMs = bench.site.nowMs;
        bench.site.nowMs += 60_000;
        bench.pump();

        assertThat(bench.lane().watermark(bench.site.nowMs).millis()).isLessThan(missedMs);
    }

    @Test
    void L8_whoSharesAContextIsToldAlsoWhereItsLaneIsBehind() {
        bench.site.share(QUIET, "bb");

        var sent = new ArrayList<>(texts(bench.pump()));
        while (bench.lane().queued() > 0) {
            sent.addAll(afterASecond());
        }
        sent.addAll(afterASecond());

        assertThat(sent).containsOnlyOnce(QUIET.id() + "?").hasSize(2 * MISSED + 1);
    }
}
