package io.crossweave.core.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossweave.core.gateway.PeerStatus.State;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.link.PeerSilence.News;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PeerSilenceTest {
    private static final SilenceBounds BOUNDS = new SilenceBounds(4_000, 8_000, 12_000);

    private final PeerSilence silence = new PeerSilence(BOUNDS);

    private List<News> looks(long... silentMs) {
        var news = new ArrayList<News>();
        for (long each : silentMs) {
            silence.look(each).ifPresent(news::add);
        }
        return news;
    }

    @Test
    void L17_oneLostHeartbeatTripsNothing() {
        assertThat(looks(0, Limits.HEARTBEAT_MS, 2 * Limits.HEARTBEAT_MS, 500)).isEmpty();
    }

    @Test
    void L17_eachChangeIsToldOnceAndTheAlertOnce() {
        assertThat(looks(3_999, 4_000, 5_000, 8_000, 9_000, 12_000, 13_000, 60_000))
                .containsExactly(
                        new News(State.SUSPECT, false, 4_000),
                        new News(State.PARTITIONED, false, 8_000),
                        new News(State.PARTITIONED, true, 12_000));
    }

    @Test
    void L17_aPeerThatIsBackIsToldOfAndItsNextSilenceAlertsAgain() {
        looks(4_000, 12_000);

        assertThat(looks(100, 1_000)).containsExactly(new News(State.UP, false, 100));
        assertThat(looks(12_500)).containsExactly(new News(State.PARTITIONED, true, 12_500));
    }

    @Test
    void L17_theBoundsFollowEachOtherAndOneLostHeartbeatIsBelowAll() {
        assertThat(new SilenceBounds(3_000, 3_001, 3_002).state(3_000)).isEqualTo(State.SUSPECT);
        assertThatThrownBy(() -> new SilenceBounds(2_999, 8_000, 12_000)).hasMessageContaining("one lost heartbeat");
        assertThatThrownBy(() -> new SilenceBounds(4_000, 4_000, 12_000)).hasMessageContaining("follow each other");
        assertThatThrownBy(() -> new SilenceBounds(4_000, 8_000, 8_000)).hasMessageContaining("follow each other");
    }
}
