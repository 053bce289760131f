package io.crossweave.core.inbound;

import io.crossweave.core.event.LaneItem;
import io.crossweave.core.membership.Members;
import io.crossweave.core.membership.Onward;
import io.crossweave.core.model.LaneId;
import io.crossweave.core.spi.EnvelopeOpener;
import io.crossweave.core.spi.EnvelopeOpener.OpenOutcome;
import io.crossweave.core.wire.BodyCodec;
import io.crossweave.core.wire.DataBody;
import io.crossweave.core.wire.EnvelopeAddress;
import io.crossweave.core.wire.EnvelopeHeader;
import io.crossweave.core.wire.Frame;
import io.crossweave.core.wire.FrameParser;
import io.crossweave.core.wire.ParseOutcome;
import io.crossweave.core.wire.ParsedFrame;
import io.crossweave.core.wire.WireFormatException;
import io.crossweave.core.wire.control.HeartbeatCodec;
import io.crossweave.core.wire.control.HeldDotsCodec;
import io.crossweave.core.wire.control.RepairCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Takes frames as they arrive, in any order, and answers what they turned out to be. Order of checks: bounds, address, signature, hash
 * path, memory, key, commitment, chunks, and decompression with a cap last. One thread at a time.
 */
public final class InboundPath {
    /** What is unfinished of one origin. */
    private static final class Origin {
        private final Reassembler reassembler = new Reassembler();
        private final ParkedEnvelopes parked = new ParkedEnvelopes();
    }

    private final String region;
    private final Members members;
    private final EnvelopeOpener opener;
    private final ForwardedFrames forwarded = new ForwardedFrames();
    /** Those of members only, so that nobody else takes memory. */
    private final Map<String, Origin> origins = new TreeMap<>();

    /**
     * @param region this site's region
     * @param peers regions that may send to it
     */
    public InboundPath(String region, SortedSet<String> peers, EnvelopeOpener opener) {
        this(region, Members.mesh(region, peers), opener);
    }

    /**
     * @param region this site's region
     * @param members only those may send to it
     */
    public InboundPath(String region, Members members, EnvelopeOpener opener) {
        this.region = region;
        this.members = members;
        this.opener = opener;
    }

    private @Nullable Origin origin(String originRegion) {
        if (members.isPeer(originRegion)) {
            return origins.computeIfAbsent(originRegion, absent -> new Origin());
        }
        origins.remove(originRegion);
        return null;
    }

    public Arrival take(Frame frame, long nowMs) {
        return switch (FrameParser.parse(frame.bytes())) {
            case ParseOutcome.Malformed(String reason) -> new Arrival.Rejected(reason);
            case ParseOutcome.Parsed(ParsedFrame parsed) ->
                parsed.header().address().destination().equals(region) ? take(parsed, nowMs) : relay(parsed, frame);
        };
    }

    private Arrival take(ParsedFrame frame, long nowMs) {
        EnvelopeAddress address = frame.header().address();
        Origin origin = origin(address.origin().region());
        if (origin == null) {
            return new Arrival.Rejected("from " + address.origin().region() + ", which is no peer of this site");
        }
        if (!opener.verifySignature(frame)) {
            return new Arrival.Rejected("not signed by " + address.origin());
        }
        if (!frame.pathHolds()) {
            return new Arrival.Rejected("chunks do not stand under the signed root");
        }
        Optional<List<ParsedFrame>> whole = origin.reassembler.add(frame, nowMs);
        return whole.map(envelope -> open(origin, envelope, nowMs)).orElse(new Arrival.Kept("envelope incomplete"));
    }

    /**
     * A frame for another site goes on unopened (L9), where this site lies on its way: no envelope is put together here, and nothing of it is
     * kept. Checked as it would be at its destination, so that only what a member signed takes part of the way.
     */
    private Arrival relay(ParsedFrame parsed, Frame frame) {
        EnvelopeAddress address = parsed.header().address();
        String origin = address.origin().region();
        String destination = address.destination();
        if (!members.isPeer(origin)) {
            return new Arrival.NotForwarded(
                    destination,
                    "addressed to " + destination + ", from " + origin + ", which is no peer of this site");
        }
        return switch (members.onward(origin, destination)) {
            case Onward.Refused(String reason) ->
                new Arrival.NotForwarded(destination, "addressed to " + destination + ": " + reason);
            case Onward.Via(String nextHop) -> {
                if (!opener.verifySignature(parsed) || !parsed.pathHolds()) {
                    yield new Arrival.NotForwarded(
                            destination, "addressed to " + destination + ", and not as " + origin + " signed it");
                }
                yield forwarded.admits(parsed)
                        ? new Arrival.Onward(nextHop, address, frame)
                        : new Arrival.NotForwarded(
                                destination, "addressed to " + destination + ", and came here too often");
            }
        };
    }

    /** Tries again what waited for a key of this origin. */
    public List<Arrival> retryParked(String originRegion, long nowMs) {
        Origin origin = origin(originRegion);
        var arrivals = new ArrayList<Arrival>();
        if (origin != null) {
            origin.parked.takeAll(nowMs).forEach(envelope -> arrivals.add(open(origin, envelope, nowMs)));
        }
        return arrivals;
    }

    private Arrival open(Origin origin, List<ParsedFrame> envelope, long nowMs) {
        EnvelopeHeader header = envelope.getFirst().header();
        return switch (opener.open(header, envelope)) {
            case OpenOutcome.Rejected(String reason) -> new Arrival.Rejected(reason);
            case OpenOutcome.UnknownKey() -> {
                origin.parked.add(envelope, nowMs);
                yield new Arrival.Kept("data key unknown");
            }
            case OpenOutcome.Opened(byte[] body) -> opened(header, body);
        };
    }

    private Arrival opened(EnvelopeHeader header, byte[] body) {
        EnvelopeAddress address = header.address();
        try {
            return switch (address.kind()) {
                case CONTROL ->
                    RepairCodec.isRepair(body)
                            ? new Arrival.Repair(address, RepairCodec.decode(body))
                            : HeldDotsCodec.isOne(body)
                                    ? new Arrival.Held(address, HeldDotsCodec.decode(body))
                                    : new Arrival.Control(address, HeartbeatCodec.decode(body));
                case DATA -> items(address, BodyCodec.decode(body));
                case KEY -> {
                    opener.acceptKeys(header, body);
                    yield new Arrival.Keys(address.origin().region());
                }
            };
        } catch (WireFormatException e) {
            return new Arrival.Rejected(e.reason());
        }
    }

    private static Arrival items(EnvelopeAddress address, DataBody body) {
        LaneId lane = address.lane().orElseThrow();
        for (LaneItem item : body.items()) {
            if (item.key().shard() != lane.shard()) {
                return new Arrival.Rejected("an item of shard " + item.key().shard() + " in lane " + lane);
            }
        }
        return new Arrival.Items(address, body);
    }
}
