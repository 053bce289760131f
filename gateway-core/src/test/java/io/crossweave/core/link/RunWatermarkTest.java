package io.crossweave.core.link;

import static io.crossweave.core.scripted.Changes.append;
import static io.crossweave.core.scripted.Changes.note;
import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.model.ContextKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An event is on Hold, so that its context is not shared yet; later it is, and the Hold comes back before anything has left. */
class RunWatermarkTest {
    private static final ContextKey KEY = note("c");

    private final LaneBench bench = new LaneBench(KEY);
    private long firstMs;

    @BeforeEach
    void theContextIsSharedLongAfterItsFirstEvent() {
        bench.site.policy.hold((event, to) -> true);
        firstMs = bench.site.nowMs;
        bench.site.publishes(append(KEY, "e1"));
        bench.pump();
        bench.site.policy.releaseAll();
        bench.tick();
        bench.site.nowMs += 5_000;
        assertThat(bench.shareRequested()).isEqualTo(1);
        bench.site.policy.hold((event, to) -> true);
    }

    private long watermarkMs() {
        return bench.lane().watermark(bench.site.nowMs - 1).millis();
    }

    @Test
    void L12_aRunThatTookOverAHeldEventKeepsTheWatermarkBelowThatEvent() {
        assertThat(bench.pump()).isEmpty();

        assertThat(watermarkMs()).isEqualTo(firstMs - 1);
    }

    @Test
    void L12_alsoAfterARestart() {
        bench.pump();
        bench.tick();

        bench.restart();
        bench.pump();

        assertThat(watermarkMs()).isEqualTo(firstMs - 1);
    }

    @Test
    void L12_whatIsLeftToALaterRunKeepsItBackTooAndNotLonger() {
        bench.restart();
        bench.pump();
        assertThat(watermarkMs()).isEqualTo(firstMs - 1);

        bench.site.policy.releaseAll();
        bench.tick();
        bench.pump();

        assertThat(watermarkMs()).isEqualTo(bench.site.nowMs - 1);
        bench.confirm(bench.lane().lastNumber());
        assertThat(bench.lane().isIdle()).isTrue();
    }
}
