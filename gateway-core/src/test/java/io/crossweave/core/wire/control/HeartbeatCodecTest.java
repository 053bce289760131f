package io.crossweave.core.wire.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossweave.core.limits.Limits;
import io.crossweave.core.link.Heartbeat;
import io.crossweave.core.link.Heartbeat.AppliedLane;
import io.crossweave.core.link.Heartbeat.ReceivedLane;
import io.crossweave.core.link.Heartbeat.SentLane;
import io.crossweave.core.link.Heartbeat.TurnedAway;
import io.crossweave.core.model.LaneId;
import io.crossweave.core.model.Tier;
import io.crossweave.core.stored.ReceivedMark.Range;
import io.crossweave.core.wire.Corruption;
import io.crossweave.core.wire.SeededItems;
import io.crossweave.core.wire.WireFormatException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HeartbeatCodecTest {
    @Test
    void readsBackWhatWasWritten() throws WireFormatException {
        for (long seed = 0; seed < 500; seed++) {
            Heartbeat beat = beat(seed);

            Heartbeat read = HeartbeatCodec.decode(HeartbeatCodec.encode(beat));

            assertThat(read).as("seed %d", seed).usingRecursiveComparison().isEqualTo(beat);
        }
    }

    /** What a newer version may say beside the rest. */
    @Test
    void aSectionOfAnUnknownKind_isPassedOver() throws WireFormatException {
        Heartbeat beat = beat(3);
        var plain = new Heartbeat(
                beat.linkEpoch(), beat.sequence(), 1, List.of(), 0, List.of(), List.of(), List.of(), 0, List.of());
        byte[] bytes = HeartbeatCodec.encode(plain);
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 5);
        longer[bytes.length - 1] = 1 << 5;
        longer[bytes.length] = 1;
        longer[bytes.length + 1] = 99;
        longer[bytes.length + 2] = 2;

        assertThat(HeartbeatCodec.decode(longer)).isEqualTo(plain);
    }

    static LongStream seeds() {
        return LongStream.range(0, 20);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void corruptHeartbeats_areRefusedOrOthers(long seed) {
        byte[] bytes = HeartbeatCodec.encode(beat(seed));

        Corruption.refusesEveryOtherLength(bytes, HeartbeatCodec::decode);
        Corruption.bearsEveryFlippedBit(bytes, HeartbeatCodec::decode);
    }

    @Test
    void theLargestHeartbeatIsWithinItsLimit() {
        var sent = new ArrayList<SentLane>();
        var received = new ArrayList<ReceivedLane>();
        for (LaneId lane : allLanes()) {
            sent.add(new SentLane(lane, Long.MAX_VALUE, new SeededItems(1).hlc()));
            received.add(new ReceivedLane(lane, 1L << 62, sparseRanges()));
        }
        int each = Limits.TURNED_AWAY_CONTEXTS_MAX / Limits.TURNED_AWAY_NUMBERS_MAX;
        var contexts = LongStream.range(0, each).boxed().toList();
        var away = Collections.nCopies(
                Limits.TURNED_AWAY_NUMBERS_MAX, new TurnedAway(allLanes().first(), Long.MAX_VALUE, contexts));
        var beat = new Heartbeat(
                Long.MAX_VALUE,
                Long.MAX_VALUE,
                Long.MAX_VALUE,
                sent,
                Long.MAX_VALUE,
                received,
                List.of(),
                away,
                Long.MAX_VALUE,
                allLanes().stream()
                        .map(lane -> new AppliedLane(lane, Long.MAX_VALUE))
                        .toList());

        assertThat(HeartbeatCodec.encode(beat).length).isLessThanOrEqualTo(Limits.CONTROL_BYTES_MAX);
    }

    @Test
    void aMessageThatIsTooLarge_isRefusedUnread() {
        assertThatThrownBy(() -> HeartbeatCodec.decode(new byte[Limits.CONTROL_BYTES_MAX + 1]))
                .isInstanceOf(WireFormatException.class)
                .hasMessageContaining("exceeds");
    }

    @Test
    void lanesOutOfOrder_areNeverWritten() {
        var lanes = new ArrayList<>(allLanes()).reversed();
        var sent = lanes.stream()
                .map(lane -> new SentLane(lane, 1, new SeededItems(1).hlc()))
                .toList();

        assertThatThrownBy(() -> HeartbeatCodec.encode(new Heartbeat(1, 1, 1, sent, 0, List.of(), List.of())))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static SortedSet<LaneId> allLanes() {
        var lanes = new TreeSet<LaneId>();
        for (int tier = 1; tier <= 3; tier++) {
            for (int shard = 0; shard < Limits.SHARDS; shard++) {
                lanes.add(new LaneId(Tier.ofId(tier), shard));
            }
        }
        return lanes;
    }

    private static List<Range> sparseRanges() {
        var ranges = new ArrayList<Range>();
        long from = (1L << 62) + 1;
        for (int i = 0; i < Limits.RESEND_RANGES_MAX; i++) {
            ranges.add(new Range(from, from + (1L << 53)));
            from += 1L << 55;
        }
        return ranges;
    }

    private static Heartbeat beat(long seed) {
        var seeded = new SeededItems(seed);
        var lanes = new TreeSet<LaneId>();
        for (int left = seeded.below(8); left > 0; left--) {
            lanes.add(seeded.lane());
        }
        var sent = new ArrayList<SentLane>();
        var received = new ArrayList<ReceivedLane>();
        for (LaneId lane : lanes) {
            sent.add(new SentLane(lane, seeded.number(), seeded.hlc()));
            if (seeded.chance()) {
                received.add(new ReceivedLane(lane, 100, ranges(seeded)));
            }
        }
        var keys = new ArrayList<byte[]>();
        for (int left = seeded.below(9); left > 0; left--) {
            keys.add(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, (byte) left});
        }
        var away = new ArrayList<TurnedAway>();
        for (int left = seeded.chance() ? seeded.below(4) : 0; left > 0; left--) {
            away.add(new TurnedAway(seeded.lane(), seeded.number(), List.of(seeded.number(), -seeded.number())));
        }
        var applied = new ArrayList<AppliedLane>();
        for (LaneId lane : seeded.chance() ? lanes : Set.<LaneId>of()) {
            applied.add(new AppliedLane(lane, seeded.number()));
        }
        return new Heartbeat(
                seeded.number(),
                seeded.number(),
                seeded.number(),
                sent,
                seeded.number(),
                received,
                keys,
                away,
                seeded.chance() ? seeded.number() : 0,
                applied);
    }

    private static List<Range> ranges(SeededItems seeded) {
        var ranges = new ArrayList<Range>();
        long next = 101;
        for (int left = seeded.below(4); left > 0; left--) {
            long from = next + seeded.below(1_000);
            long to = from + seeded.below(1_000);
            ranges.add(new Range(from, to));
            next = to + 1;
        }
        return ranges;
    }
}
