package io.crossweave.core.context;

import static io.crossweave.core.scripted.Changes.append;
import static io.crossweave.core.scripted.Changes.delete;
import static io.crossweave.core.scripted.Changes.note;
import static io.crossweave.core.scripted.Changes.set;
import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.Hlc;
import io.crossweave.core.scripted.LaneSite;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ClockAheadTest {
    private static final ContextKey KEY = note("c");
    private static final Set<String> REGIONS = Set.of("aa", "bb", "cc");
    private static final long TEN_YEARS_MS = Duration.ofDays(3_653).toMillis();

    private final LaneSite a = new LaneSite("aa", REGIONS, KEY);
    private final LaneSite b = new LaneSite("bb", REGIONS, KEY);
    private final LaneSite c = new LaneSite("cc", REGIONS, KEY);

    private StampedEvent fromTheFuture() {
        c.nowMs += TEN_YEARS_MS;
        return c.publishes(set(KEY, "far", "/x", "far"));
    }

    @Test
    void L7_anEventTenYearsAheadIsParkedBeforeItTouchesDocumentOrClock() {
        StampedEvent far = fromTheFuture();

        a.arrive(c.id, far);

        assertThat(a.document(KEY)).isEqualTo("absent");
        assertThat(a.stored(KEY).greatestHlc()).isEqualTo(Hlc.ZERO);
        assertThat(a.lane().waiting()).isEqualTo(1);
        assertThat(a.alarms()).containsExactly("clock ahead");
        assertThat(a.followed(AfterCommit.Settled.class)).hasSize(1);
    }

    @Test
    void L7_publishingGoesOnAndOtherSitesTakeWhatIsPublished() {
        a.arrive(c.id, fromTheFuture());

        StampedEvent own = a.publishes(set(KEY, "own", "/x", "own"));
        b.arrive(a.id, own);

        assertThat(own.stamp().hlc().millis()).isEqualTo(a.nowMs);
        assertThat(b.document(KEY)).isEqualTo("{\"x\":\"own\"}");
    }

    @Test
    void L7_aParkedEventIsAppliedByItselfWhenTimeCatchesUp() {
        a.arrive(c.id, fromTheFuture());

        a.nowMs += TEN_YEARS_MS - Limits.DRIFT_MS_MAX - 1;
        a.tick();
        assertThat(a.document(KEY)).isEqualTo("absent");
        a.nowMs++;
        a.tick();

        assertThat(a.document(KEY)).isEqualTo("{\"x\":\"far\"}");
        assertThat(a.lane().waiting()).isZero();
    }

    @Test
    void L7_aParkedEventOutlivesARestart() {
        a.arrive(c.id, fromTheFuture());

        a.restart();
        a.nowMs += TEN_YEARS_MS;
        a.tick();

        assertThat(a.document(KEY)).isEqualTo("{\"x\":\"far\"}");
    }

    @Test
    void L7_aWithheldDeleteTenYearsAheadMovesNoClockEither() {
        c.publishes(append(KEY, "near"));
        c.ownEvents().forEach(event -> a.arrive(c.id, event));
        c.nowMs += TEN_YEARS_MS;
        StampedEvent far = c.publishes(delete(KEY, "far"));

        a.arrive(c.id, far.placeholder());
        StampedEvent own = a.publishes(append(KEY, "own"));

        assertThat(own.stamp().hlc().millis()).isEqualTo(a.nowMs);
        assertThat(a.document(KEY)).isEqualTo("{\"log\":[\"near\",\"own\"]}");
        a.nowMs += TEN_YEARS_MS;
        a.tick();
        assertThat(a.document(KEY)).isEqualTo("absent");
    }

    @Test
    void L7_anHlcExtendsCausalityAlsoWhereTheClockIsBehind() {
        c.nowMs += Limits.DRIFT_MS_MAX / 2;
        StampedEvent ahead = c.publishes(set(KEY, "ahead", "/x", "ahead"));
        a.arrive(c.id, ahead);

        StampedEvent later = a.publishes(set(KEY, "later", "/x", "later"));

        assertThat(later.stamp().hlc()).isGreaterThan(ahead.stamp().hlc());
        c.arrive(a.id, later);
        assertThat(c.document(KEY)).isEqualTo("{\"x\":\"later\"}");
    }
}
