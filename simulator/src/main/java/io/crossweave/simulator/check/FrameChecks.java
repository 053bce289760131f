package io.crossweave.simulator.check;

import static java.util.Objects.requireNonNull;

import io.crossweave.core.document.JsonWriter;
import io.crossweave.core.event.LaneItem;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.spi.EnvelopeOpener.OpenOutcome;
import io.crossweave.core.wire.BodyCodec;
import io.crossweave.core.wire.EnvelopeHeader;
import io.crossweave.core.wire.EnvelopeKind;
import io.crossweave.core.wire.Frame;
import io.crossweave.core.wire.ParsedFrame;
import io.crossweave.core.wire.SealedEnvelope;
import io.crossweave.core.wire.WireFormatException;
import io.crossweave.crypto.kms.Entropy;
import io.crossweave.crypto.open.LinkOpener;
import io.crossweave.crypto.sign.Signatures;
import io.crossweave.simulator.keys.SharedKeys;
import io.crossweave.simulator.keys.SimulatedKms;
import io.crossweave.simulator.network.FrameObserver;
import io.crossweave.simulator.workload.Markers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Reads the wire as an eavesdropper, and as one who stole the keys of all sites: frames show nothing in the clear, no message id seals two
 * envelopes, an envelope opens for its destination and for nobody else, and what it holds is remembered, to be compared with what that
 * site may hold.
 */
public final class FrameChecks implements FrameObserver {
    private final Map<String, LinkOpener> openers = new TreeMap<>();
    private final Map<String, Set<String>> opened = new TreeMap<>();
    private final Map<ByteBuffer, ByteBuffer> signatureByMessageId = new HashMap<>();
    private final boolean opens;

    /**
     * @param opens whether envelopes are opened too, which takes as long as a site's opening
     */
    public FrameChecks(SharedKeys keys, List<String> regions, Entropy entropy, Opening opens) {
        this.opens = opens == Opening.ALL;
        for (String region : regions) {
            var kms = new SimulatedKms(region, entropy, () -> false);
            openers.put(
                    region,
                    new LinkOpener(region, new Signatures(keys.of(region).trusted()), kms));
            opened.put(region, new TreeSet<>());
        }
    }

    /** Which envelopes of a run are opened. */
    public enum Opening {
        ALL,
        NONE
    }

    /** Marks of all content that was sealed for a site. */
    Set<String> openedAt(String region) {
        return requireNonNull(opened.get(region));
    }

    @Override
    public void sent(String from, String to, Frame frame) {
        LawBroken.unless(
                !Markers.isClear(frame.bytes()),
                Breach.LEAK,
                () -> "a frame from " + from + " to " + to + " shows content");
    }

    @Override
    public void sealed(String to, SealedEnvelope envelope) {
        EnvelopeHeader header = envelope.header();
        ByteBuffer before =
                signatureByMessageId.put(ByteBuffer.wrap(header.messageId()), ByteBuffer.wrap(envelope.signature()));
        LawBroken.unless(
                before == null, Breach.LEAK, () -> "the message id of " + header.address() + " was used before");
        if (!opens) {
            return;
        }
        var whole =
                new ParsedFrame(header, envelope.merkleRoot(), envelope.signature(), 0, envelope.chunks(), List.of());
        openers.forEach((region, opener) -> {
            OpenOutcome outcome = opener.open(header, List.of(whole));
            boolean isOpen = outcome instanceof OpenOutcome.Opened;
            LawBroken.unless(
                    isOpen == region.equals(to),
                    Breach.LEAK,
                    () -> header.address() + " opens at " + region + ": " + isOpen);
            if (outcome instanceof OpenOutcome.Opened(byte[] body)) {
                read(region, header, body);
            }
        });
    }

    private void read(String region, EnvelopeHeader header, byte[] body) {
        EnvelopeKind kind = header.address().kind();
        if (kind == EnvelopeKind.KEY) {
            requireNonNull(openers.get(region)).acceptKeys(header, body);
        } else if (kind == EnvelopeKind.DATA) {
            try {
                for (LaneItem item : BodyCodec.decode(body).items()) {
                    note(region, item);
                }
            } catch (WireFormatException e) {
                throw new LawBroken(Breach.OTHER, header.address() + " holds no items: " + e.reason());
            }
        }
    }

    private void note(String region, LaneItem item) {
        Set<String> marks = openedAt(region);
        if (item instanceof StampedEvent event) {
            marks.add(event.stamp().eventId());
            event.additions()
                    .forEach(addition -> marks.addAll(
                            Markers.in(JsonWriter.toText(addition.value()).getBytes(StandardCharsets.UTF_8))));
        }
    }
}
