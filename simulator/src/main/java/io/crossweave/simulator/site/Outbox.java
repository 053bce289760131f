package io.crossweave.simulator.site;

import io.crossweave.core.limits.Limits;
import io.crossweave.core.link.Heartbeat;
import io.crossweave.core.link.HeldDots;
import io.crossweave.core.model.LaneId;
import io.crossweave.core.model.SiteId;
import io.crossweave.core.reconcile.RepairMessage;
import io.crossweave.core.spi.EnvelopeSealer;
import io.crossweave.core.spi.EnvelopeSealer.SealOutcome;
import io.crossweave.core.spi.ReleasePolicy;
import io.crossweave.core.spi.SendOutcome;
import io.crossweave.core.wire.BodyCodec;
import io.crossweave.core.wire.DataBody;
import io.crossweave.core.wire.EnvelopeAddress;
import io.crossweave.core.wire.EnvelopeDraft;
import io.crossweave.core.wire.EnvelopeKind;
import io.crossweave.core.wire.Frame;
import io.crossweave.core.wire.FrameCutter;
import io.crossweave.core.wire.SealedEnvelope;
import io.crossweave.core.wire.control.HeartbeatCodec;
import io.crossweave.core.wire.control.HeldDotsCodec;
import io.crossweave.core.wire.control.RepairCodec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Seals, cuts and sends to one destination: what a running site does, without its threads. */
final class Outbox {
    private static final int MESSAGE_ID_BYTES = 32;

    private final Site site;
    private final String destination;
    private final EnvelopeSealer sealer;
    private final ReleasePolicy policy;
    private final Set<String> announced = new TreeSet<>();
    private byte[] currentKey = new byte[0];
    private long controlSequence;

    private final Supplier<Origin> origin;

    /** Who sends, and in which link epoch. */
    record Origin(SiteId site, long linkEpoch) {}

    Outbox(Site site, String destination, EnvelopeSealer sealer, ReleasePolicy policy, Supplier<Origin> origin) {
        this.origin = origin;
        this.site = site;
        this.destination = destination;
        this.sealer = sealer;
        this.policy = policy;
    }

    SendOutcome send(LaneId lane, long number, DataBody body) {
        var address = new EnvelopeAddress(
                EnvelopeKind.DATA,
                origin.get().site(),
                destination,
                Optional.of(lane),
                origin.get().linkEpoch(),
                number);
        return sealAndSend(address, BodyCodec.encode(body));
    }

    void send(Heartbeat heartbeat) {
        sealAndSend(control(EnvelopeKind.CONTROL), HeartbeatCodec.encode(heartbeat));
    }

    void send(RepairMessage message) {
        sealAndSend(control(EnvelopeKind.CONTROL), RepairCodec.encode(message));
    }

    void send(HeldDots message) {
        sealAndSend(control(EnvelopeKind.CONTROL), HeldDotsCodec.encode(message));
    }

    /** Sends the wrapped data keys, unless the peer has said that it can use the newest. */
    void announceUnlessKnown(List<byte[]> knownToPeer) {
        boolean known = currentKey.length > 0 && knownToPeer.stream().anyMatch(id -> Arrays.equals(id, currentKey));
        if (!known) {
            announce();
        }
    }

    private void announce() {
        Optional<byte[]> body = sealer.wrappedKeys(destination);
        body.ifPresent(keys -> sealAndSend(control(EnvelopeKind.KEY), keys));
    }

    private EnvelopeAddress control(EnvelopeKind kind) {
        return new EnvelopeAddress(
                kind,
                origin.get().site(),
                destination,
                Optional.empty(),
                origin.get().linkEpoch(),
                ++controlSequence);
    }

    private SendOutcome sealAndSend(EnvelopeAddress address, byte[] body) {
        var draft = new EnvelopeDraft(address, policy.policyHash(), body);
        byte[] messageId = site.around().entropy().bytes(MESSAGE_ID_BYTES);
        return switch (sealer.seal(draft, messageId, site.clockMs())) {
            case SealOutcome.NoKey(String reason) -> new SendOutcome.Unknown(new IllegalStateException(reason));
            case SealOutcome.Sealed(SealedEnvelope envelope) -> {
                announceNew(envelope);
                yield send(envelope);
            }
        };
    }

    private void announceNew(SealedEnvelope envelope) {
        if (envelope.header().address().kind() != EnvelopeKind.KEY) {
            currentKey = envelope.header().dataKeyId();
            if (announced.add(HexFormat.of().formatHex(currentKey))) {
                announce();
            }
        }
    }

    private SendOutcome send(SealedEnvelope envelope) {
        site.around().signed().add(envelope);
        site.around().network().observer().sealed(destination, envelope);
        SendOutcome worst = SendOutcome.ACCEPTED;
        for (Frame frame : FrameCutter.cut(envelope, Limits.FRAME_BYTES_MIN)) {
            site.around().faults().perhapsCrash();
            SendOutcome outcome = site.around()
                    .network()
                    .send(site.region(), site.settings().members().firstHop(destination), frame);
            worst = outcome instanceof SendOutcome.Accepted ? worst : outcome;
        }
        return worst;
    }
}
