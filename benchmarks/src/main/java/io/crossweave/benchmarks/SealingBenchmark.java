package io.crossweave.benchmarks;

import io.crossweave.core.event.LaneItem;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.model.LaneId;
import io.crossweave.core.model.Tier;
import io.crossweave.core.spi.EnvelopeOpener;
import io.crossweave.core.spi.EnvelopeOpener.OpenOutcome;
import io.crossweave.core.wire.BodyCodec;
import io.crossweave.core.wire.EnvelopeAddress;
import io.crossweave.core.wire.EnvelopeKind;
import io.crossweave.core.wire.Frame;
import io.crossweave.core.wire.FrameCutter;
import io.crossweave.core.wire.FrameParser;
import io.crossweave.core.wire.ParseOutcome;
import io.crossweave.core.wire.ParsedFrame;
import io.crossweave.core.wire.SealedEnvelope;
import io.crossweave.core.wire.WireFormatException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a link does with released events of 1 KB, at its origin ({@link #seal}) and at its destination ({@link #open}).
 *
 * <p>How to read: p0.50 is time per envelope on one thread, and the figure that a busy machine disturbs least; divided by its events it is
 * time per event. What an event costs less in an envelope of 32 than in one of its own is what an envelope costs by itself: a signature, a
 * key derivation, a cipher.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
        value = 2,
        jvmArgsAppend = {"-Xmx1g", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"})
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
public class SealingBenchmark {
    /** Different ones, so that neither caches nor branch predictors learn them by heart. */
    private static final int ENVELOPES = 256;

    private static final int FRAME_BYTES_MAX = 256 << 10;
    private static final long SEED = 20_261_120;

    /** Of one envelope. */
    @Param({"1", "4", "32"})
    public int events;

    private final List<List<StampedEvent>> released = new ArrayList<>();
    private final List<byte[]> received = new ArrayList<>();
    private final TwoSites sites;
    private EnvelopeOpener opener;
    private int next;
    private long number;

    public SealingBenchmark() {
        try {
            sites = new TwoSites(SEED);
        } catch (IOException e) {
            throw new IllegalStateException("keys can't be made for this run", e);
        }
        frame(new DialogueEvents(SEED, TwoSites.ORIGIN).next(1));
        opener = sites.opener();
    }

    @Setup
    public void makeEventsAndFrames() {
        var source = new DialogueEvents(SEED, TwoSites.ORIGIN);
        for (int i = 0; i < ENVELOPES; i++) {
            List<StampedEvent> items = source.next(events);
            released.add(items);
            received.add(frame(items));
        }
    }

    /** Encodes, compresses, seals, signs and cuts: from released events to the frame that a transport sends. */
    @Benchmark
    public byte[] seal() {
        next = (next + 1) % ENVELOPES;
        return frame(released.get(next));
    }

    /**
     * Parses, checks and opens a frame, decompresses and decodes: from what a transport received to events. Every signature is verified: an
     * opener remembers those that it has seen, so each round over the frames begins with one that has seen none.
     */
    @Benchmark
    public List<LaneItem> open() throws WireFormatException {
        next = (next + 1) % ENVELOPES;
        if (next == 0) {
            opener = sites.opener();
        }
        return BodyCodec.decode(body(received.get(next))).items();
    }

    /** An envelope of this size is one frame. */
    private byte[] frame(List<StampedEvent> items) {
        var lane = new LaneId(Tier.CRITICAL, 3);
        var address = new EnvelopeAddress(
                EnvelopeKind.DATA, TwoSites.ORIGIN, TwoSites.DESTINATION, Optional.of(lane), 1, ++number);
        SealedEnvelope envelope = sites.seal(address, BodyCodec.encode(1, items));
        List<Frame> frames = FrameCutter.cut(envelope, FRAME_BYTES_MAX);
        if (frames.size() != 1) {
            throw new IllegalStateException(frames.size() + " frames where one was expected");
        }
        return frames.getFirst().bytes();
    }

    /** The body of an envelope that one frame carries whole. */
    private byte[] body(byte[] bytes) {
        ParsedFrame frame = switch (FrameParser.parse(bytes)) {
            case ParseOutcome.Parsed(ParsedFrame parsed) -> parsed;
            case ParseOutcome.Malformed(String reason) -> throw new IllegalStateException(reason);
        };
        if (!opener.verifySignature(frame) || !frame.pathHolds()) {
            throw new IllegalStateException("a frame of this run is not accepted");
        }
        return switch (opener.open(frame.header(), List.of(frame))) {
            case OpenOutcome.Opened(byte[] body) -> body;
            case OpenOutcome.UnknownKey() -> throw new IllegalStateException("the data key is not here");
            case OpenOutcome.Rejected(String reason) -> throw new IllegalStateException(reason);
        };
    }
}
