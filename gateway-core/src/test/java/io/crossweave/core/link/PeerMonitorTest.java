package io.crossweave.core.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.gateway.PeerStatus;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.model.Hlc;
import io.crossweave.core.model.LaneId;
import io.crossweave.core.model.Tier;
import io.crossweave.core.stored.ReceivedMark;
import io.crossweave.core.stored.ReceivedMark.Range;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PeerMonitorTest {
    private static final LaneId LANE = new LaneId(Tier.CRITICAL, 3);
    private static final long OWN_EPOCH = 4;

    private final PeerMonitor monitor = new PeerMonitor("bb", OWN_EPOCH);
    private long nowMs = 100_000;
    private long sequence;

    private boolean heard(long epoch, long lastNumber) {
        return monitor.heard(beat(epoch, ++sequence, lastNumber, Hlc.ofMillis(lastNumber)), nowMs);
    }

    /** A heartbeat of a peer that has acted on the first one of ours. */
    private static Heartbeat beat(long epoch, long sequence, long lastNumber, Hlc watermark) {
        return beat(epoch, sequence, lastNumber, watermark, 1);
    }

    private static Heartbeat beat(long epoch, long sequence, long lastNumber, Hlc watermark, long actedOn) {
        return new Heartbeat(
                epoch,
                sequence,
                1_000,
                List.of(new Heartbeat.SentLane(LANE, lastNumber, watermark)),
                OWN_EPOCH,
                List.of(),
                List.of(),
                List.of(),
                actedOn);
    }

    private List<Range> asked() {
        Heartbeat next = monitor.beat(nowMs, List.of(), List.of(), HeardBeat.NONE);
        return next.received().isEmpty()
                ? List.of()
                : next.received().getFirst().missing();
    }

    private void committed(long epoch, long... numbers) {
        ReceivedMark mark = new ReceivedMark(epoch, 0, List.of());
        for (long number : numbers) {
            mark = mark.with(number);
        }
        monitor.received(LANE, mark);
    }

    @Test
    void L12_aLaggingTailIsAskedForAgain() {
        // The broker dropped the frame with the last event: no later number ever shows the gap.
        committed(1, 1, 2);
        heard(1, 3);
        nowMs += Limits.HEARTBEAT_MS;
        heard(1, 3);

        assertThat(asked()).containsExactly(new Range(3, 3));
    }

    @Test
    void L12_aHoleIsAskedForAgainAndWhatIsHereIsNot() {
        committed(1, 1, 3, 4, 7);
        heard(1, 7);
        heard(1, 7);

        assertThat(asked()).containsExactly(new Range(2, 2), new Range(5, 6));
    }

    @Test
    void L12_whatMayStillBeOnItsWayIsNotAskedFor() {
        committed(1, 1);
        heard(1, 1);
        heard(1, 5);

        assertThat(asked()).isEmpty();
        heard(1, 9);
        assertThat(asked()).containsExactly(new Range(2, 5));
    }

    @Test
    void L12_aNumberIsNotAskedForTwiceBeforeItCouldHaveCome() {
        heard(1, 2);
        heard(1, 2);
        assertThat(asked()).isNotEmpty();

        nowMs += Limits.HEARTBEAT_MS;
        heard(1, 2);
        assertThat(asked()).isEmpty();
        nowMs += 2 * Limits.RESEND_AFTER_MS;
        assertThat(asked()).isNotEmpty();
    }

    @Test
    void L12_asksAreBoundedAndGoOnWithTheNext() {
        var numbers = new ArrayList<Long>();
        for (long number = 2; number <= 400; number += 2) {
            numbers.add(number);
        }
        committed(1, numbers.stream().mapToLong(Long::longValue).toArray());
        heard(1, 400);
        heard(1, 400);

        assertThat(asked()).hasSize(Limits.RESEND_RANGES_MAX).startsWith(new Range(1, 1));
    }

    @Test
    void L12_theReportIsCumulative() {
        heard(1, 9);
        committed(1, 1, 2, 3, 5);

        Heartbeat next = monitor.beat(nowMs, List.of(), List.of(), HeardBeat.NONE);

        assertThat(next.reportEpoch()).isEqualTo(1);
        assertThat(next.received().getFirst().cumulative()).isEqualTo(3);
    }

    @Test
    void L12_silenceOfARestartedPeerIsNotNone() {
        Heartbeat fromRestarted = new Heartbeat(9, 1, 0, List.of(), 0, List.of(), List.of());
        Heartbeat aboutAnOlderEpoch = new Heartbeat(9, 2, 0, List.of(), OWN_EPOCH - 1, List.of(), List.of());
        Heartbeat aboutThisEpoch = new Heartbeat(9, 3, 0, List.of(), OWN_EPOCH, List.of(), List.of());

        assertThat(monitor.reportsOn(fromRestarted)).isFalse();
        assertThat(monitor.reportsOn(aboutAnOlderEpoch)).isFalse();
        assertThat(monitor.reportsOn(aboutThisEpoch)).isTrue();
        assertThat(monitor.beat(nowMs, List.of(), List.of(), HeardBeat.NONE).reportEpoch())
                .as("nothing was heard yet: unknown")
                .isZero();
    }

    @Test
    void L12_heartbeatsAreStrictlyMonotone() {
        assertThat(monitor.heard(beat(2, 5, 1, Hlc.ZERO), nowMs)).isTrue();
        assertThat(monitor.heard(beat(2, 5, 1, Hlc.ZERO), nowMs)).isFalse();
        assertThat(monitor.heard(beat(2, 4, 9, Hlc.ZERO), nowMs)).isFalse();
        assertThat(monitor.heard(beat(1, 99, 9, Hlc.ZERO), nowMs)).isFalse();
        assertThat(monitor.heard(beat(2, 6, 1, Hlc.ZERO), nowMs)).isTrue();
        assertThat(monitor.heard(beat(3, 1, 1, Hlc.ZERO), nowMs)).isTrue();

        assertThat(monitor.beat(nowMs, List.of(), List.of(), HeardBeat.NONE).sequence())
                .isEqualTo(1);
        assertThat(monitor.beat(nowMs, List.of(), List.of(), HeardBeat.NONE).sequence())
                .isEqualTo(2);
    }

    @Test
    void L12_aNewEpochOfThePeerEndsWhatWasKnownOfTheOld() {
        committed(1, 1, 2);
        heard(1, 5);
        heard(1, 5);

        heard(2, 1);

        assertThat(asked()).isEmpty();
        Heartbeat next = monitor.beat(nowMs, List.of(), List.of(), HeardBeat.NONE);
        assertThat(next.reportEpoch()).isEqualTo(2);
        assertThat(next.received().getFirst().cumulative()).isZero();
    }

    @Test
    void L12_dataOfAnEpochThatWasNotHeardOfYetIsReportedOnceItIs() {
        heard(1, 5);
        committed(2, 1);
        assertThat(monitor.beat(nowMs, List.of(), List.of(), HeardBeat.NONE)
                        .received()
                        .getFirst()
                        .cumulative())
                .isZero();

        heard(2, 1);

        assertThat(monitor.beat(nowMs, List.of(), List.of(), HeardBeat.NONE)
                        .received()
                        .getFirst()
                        .cumulative())
                .isEqualTo(1);
    }

    @Test
    void L12_aWatermarkIsAppliedOnceItsNumberIsCommitted() {
        monitor.heard(beat(1, 1, 2, Hlc.ofMillis(700)), nowMs);
        committed(1, 2);
        assertThat(monitor.appliedWatermarks()).containsEntry(LANE, Hlc.ZERO);

        committed(1, 1, 2);

        assertThat(monitor.appliedWatermarks()).containsEntry(LANE, Hlc.ofMillis(700));
    }

    @Test
    void L12_noWatermarkCountsThatWasToldBeforeThePeerHeardOfThisStart() {
        // Before it this site may have turned part of number 1 away, which the peer now sends without that part.
        monitor.heard(beat(1, 1, 1, Hlc.ofMillis(700), 0), nowMs);
        committed(1, 1);
        assertThat(monitor.appliedWatermarks()).containsEntry(LANE, Hlc.ZERO);

        monitor.heard(beat(1, 2, 1, Hlc.ofMillis(600), 1), nowMs);

        assertThat(monitor.appliedWatermarks()).containsEntry(LANE, Hlc.ofMillis(600));
    }

    @Test
    void L12_numbersOfANewEpochDoNotFulfilAnOldWatermark() {
        monitor.heard(beat(1, 1, 1, Hlc.ofMillis(700)), nowMs);
        monitor.heard(new Heartbeat(2, 2, 0, List.of(), 0, List.of(), List.of()), nowMs);

        committed(2, 1);

        assertThat(monitor.appliedWatermarks()).containsEntry(LANE, Hlc.ZERO);
    }

    @Test
    void L17_oneLostHeartbeatTripsNothing() {
        heard(1, 1);
        long startedMs = nowMs;

        assertThat(monitor.state(nowMs + 2 * Limits.HEARTBEAT_MS, startedMs)).isEqualTo(PeerStatus.State.UP);
        assertThat(monitor.state(nowMs + Limits.SUSPECT_AFTER_MS, startedMs)).isEqualTo(PeerStatus.State.SUSPECT);
        assertThat(monitor.state(nowMs + Limits.PARTITIONED_AFTER_MS, startedMs))
                .isEqualTo(PeerStatus.State.PARTITIONED);
        assertThat(monitor.isAlert(nowMs + Limits.ALERT_AFTER_MS - 1, startedMs))
                .isFalse();
        assertThat(monitor.isAlert(nowMs + Limits.ALERT_AFTER_MS, startedMs)).isTrue();
    }

    @Test
    void L17_theStatesFollowTheBoundsThatASiteIsConfiguredWith() {
        var patient = new PeerMonitor("bb", OWN_EPOCH, new SilenceBounds(20_000, 40_000, 60_000));

        assertThat(patient.state(nowMs + Limits.PARTITIONED_AFTER_MS, nowMs)).isEqualTo(PeerStatus.State.UP);
        assertThat(patient.state(nowMs + 20_000, nowMs)).isEqualTo(PeerStatus.State.SUSPECT);
        assertThat(patient.state(nowMs + 40_000, nowMs)).isEqualTo(PeerStatus.State.PARTITIONED);
        assertThat(patient.isAlert(nowMs + 60_000, nowMs)).isTrue();
    }
}
