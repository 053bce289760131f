package io.crossweave.core.inbound;

import io.crossweave.core.event.LaneItem;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.link.Heartbeat;
import io.crossweave.core.model.LaneId;
import io.crossweave.core.model.SiteId;
import io.crossweave.core.scripted.PlainSealing;
import io.crossweave.core.spi.EnvelopeSealer.SealOutcome;
import io.crossweave.core.wire.BodyCodec;
import io.crossweave.core.wire.EnvelopeAddress;
import io.crossweave.core.wire.EnvelopeDraft;
import io.crossweave.core.wire.EnvelopeKind;
import io.crossweave.core.wire.Frame;
import io.crossweave.core.wire.FrameCutter;
import io.crossweave.core.wire.FrameParser;
import io.crossweave.core.wire.ParseOutcome;
import io.crossweave.core.wire.ParsedFrame;
import io.crossweave.core.wire.control.HeartbeatCodec;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Frames as a peer would send them to {@code cc}. */
final class SentFrames {
    private final SiteId origin;
    private final String destination;
    private final PlainSealing sealing;
    private int frameBytesMax = 1 << 20;
    private long number;

    SentFrames(String region, String destination, PlainSealing sealing) {
        this.origin = new SiteId(region, 7);
        this.destination = destination;
        this.sealing = sealing;
    }

    /** Frames hold one chunk each from now on. */
    SentFrames inSmallFrames() {
        frameBytesMax = Limits.FRAME_BYTES_MIN;
        return this;
    }

    List<Frame> items(LaneId lane, LaneItem... items) {
        return frames(EnvelopeKind.DATA, Optional.of(lane), BodyCodec.encode(1, Arrays.asList(items)));
    }

    List<Frame> body(LaneId lane, byte[] body) {
        return frames(EnvelopeKind.DATA, Optional.of(lane), body);
    }

    Frame heartbeat(Heartbeat beat) {
        return frames(EnvelopeKind.CONTROL, Optional.empty(), HeartbeatCodec.encode(beat))
                .getFirst();
    }

    Frame keys() {
        return frames(
                        EnvelopeKind.KEY,
                        Optional.empty(),
                        sealing.wrappedKeys(destination).orElseThrow())
                .getFirst();
    }

    private List<Frame> frames(EnvelopeKind kind, Optional<LaneId> lane, byte[] body) {
        var address = new EnvelopeAddress(kind, origin, destination, lane, 1, ++number);
        byte[] messageId = new byte[32];
        messageId[0] = (byte) number;
        messageId[1] = (byte) (number >>> 8);
        var draft = new EnvelopeDraft(address, new byte[16], body);
        return switch (sealing.seal(draft, messageId, 0)) {
            case SealOutcome.Sealed sealed -> FrameCutter.cut(sealed.envelope(), frameBytesMax);
            case SealOutcome.NoKey(String reason) -> throw new AssertionError(reason);
        };
    }

    static ParsedFrame parsed(Frame frame) {
        return switch (FrameParser.parse(frame.bytes())) {
            case ParseOutcome.Parsed(ParsedFrame parsed) -> parsed;
            case ParseOutcome.Malformed(String reason) -> throw new AssertionError(reason);
        };
    }
}
