package io.crossweave.core.runtime.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.link.HeardBeat;
import io.crossweave.core.link.Heartbeat;
import io.crossweave.core.link.PeerMonitor;
import io.crossweave.core.model.LaneId;
import io.crossweave.core.model.Tier;
import io.crossweave.core.stored.ReceivedMark;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a link that begins anew tells of lanes that have been quiet since (L12). */
class AppliedMarksTest {
    private static final LaneId LANE = new LaneId(Tier.CRITICAL, 3);

    private final AppliedMarks marks = new AppliedMarks();

    private static ReceivedMark mark(long number) {
        return new ReceivedMark(5, number, List.of());
    }

    private static PeerMonitor begun() {
        var monitor = new PeerMonitor("bb", 9);
        monitor.heard(new Heartbeat(5, 1, 1_000, List.of(), 9, List.of(), List.of()), 1_000);
        return monitor;
    }

    private static List<Heartbeat.AppliedLane> told(PeerMonitor monitor) {
        return monitor.beat(2_000, List.of(), List.of(), HeardBeat.NONE).applied();
    }

    @Test
    void L12_aLinkThatBeginsAnewTellsWhatIsAppliedOfQuietLanes() {
        marks.note("bb", LANE, mark(7));
        marks.note("cc", LANE, mark(3));
        PeerMonitor monitor = begun();
        assertThat(told(monitor)).isEmpty();

        marks.tell("bb", monitor::applied);

        assertThat(told(monitor)).containsExactly(new Heartbeat.AppliedLane(LANE, 7));
    }

    @Test
    void L12_whatIsTakenOverTakesNothingBackThatWasToldMeanwhile() {
        marks.note("bb", LANE, mark(7));
        PeerMonitor monitor = begun();
        monitor.applied(LANE, mark(8));

        marks.tell("bb", monitor::applied);

        assertThat(told(monitor)).containsExactly(new Heartbeat.AppliedLane(LANE, 8));
    }
}
