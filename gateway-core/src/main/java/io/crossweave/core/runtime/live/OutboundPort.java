package io.crossweave.core.runtime.live;

import io.crossweave.core.event.LaneItem;
import io.crossweave.core.link.Heartbeat;
import io.crossweave.core.model.LaneId;
import io.crossweave.core.model.SiteId;
import io.crossweave.core.spi.EnvelopeSealer;
import io.crossweave.core.spi.EnvelopeSealer.SealOutcome;
import io.crossweave.core.spi.ReleasePolicy;
import io.crossweave.core.spi.SendOutcome;
import io.crossweave.core.spi.Transport;
import io.crossweave.core.wire.BodyCodec;
import io.crossweave.core.wire.EnvelopeAddress;
import io.crossweave.core.wire.EnvelopeDraft;
import io.crossweave.core.wire.EnvelopeKind;
import io.crossweave.core.wire.Frame;
import io.crossweave.core.wire.FrameCutter;
import io.crossweave.core.wire.SealedEnvelope;
import io.crossweave.core.wire.control.HeartbeatCodec;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** Seals, cuts and sends to one destination; semaphores bound the frames under way. */
final class OutboundPort {
    private static final int MESSAGE_ID_BYTES = 32;
    /** Control frames under way: few are enough, each is followed by a newer one. */
    private static final int CONTROL_UNDER_WAY_MAX = 4;

    private final SiteId site;
    private final String destination;
    private final long linkEpoch;
    private final EnvelopeSealer sealer;
    private final ReleasePolicy policy;
    private final Transport transport;
    private final LiveClock clock;
    private final SiteMeters meters;
    private final SecureRandom random = new SecureRandom();
    private final Semaphore controlUnderWay = new Semaphore(CONTROL_UNDER_WAY_MAX);
    private final AtomicLong controlSequence = new AtomicLong();
    private final AtomicReference<byte[]> currentKey = new AtomicReference<>(new byte[0]);
    /** Data keys that were announced in this run, by id. */
    private final Set<String> announced = ConcurrentHashMap.newKeySet();

    OutboundPort(LiveSettings settings, String destination, Transport transport, LiveClock clock, SiteMeters meters) {
        this.site = settings.site();
        this.destination = destination;
        this.linkEpoch = settings.linkEpoch();
        this.sealer = settings.sealer();
        this.policy = settings.policy();
        this.transport = transport;
        this.clock = clock;
        this.meters = meters;
    }

    String destination() {
        return destination;
    }

    /**
     * How an envelope's frames are let out and who hears of the end.
     *
     * @param underWay bounds the frames of one kind that are under way
     * @param done hears once how it ended, Accepted only when every frame was
     */
    record Handling(Semaphore underWay, Consumer<SendOutcome> done) {}

    /** Sends lane items under a number. */
    void send(LaneId lane, long number, List<LaneItem> items, Handling handling) throws InterruptedException {
        var address = new EnvelopeAddress(EnvelopeKind.DATA, site, destination, Optional.of(lane), linkEpoch, number);
        String orderingKey = site.region() + "/" + lane.tier().id() + "/" + lane.shard();
        sealAndSend(address, BodyCodec.encode(items), orderingKey, handling);
    }

    /** Sends a heartbeat; a lost one is followed by the next. */
    void send(Heartbeat heartbeat) throws InterruptedException {
        sealAndSend(control(EnvelopeKind.CONTROL), HeartbeatCodec.encode(heartbeat), controlKey(), control());
    }

    /** Sends the wrapped data keys, unless the peer has said that it can use the newest. */
    void sendKeys(List<byte[]> knownToPeer, Optional<byte[]> currentKeyId) throws InterruptedException {
        boolean known =
                currentKeyId.isPresent() && knownToPeer.stream().anyMatch(id -> Arrays.equals(id, currentKeyId.get()));
        Optional<byte[]> body = known ? Optional.empty() : sealer.wrappedKeys(destination);
        if (body.isPresent()) {
            sealAndSend(control(EnvelopeKind.KEY), body.get(), controlKey(), control());
        }
    }

    private EnvelopeAddress control(EnvelopeKind kind) {
        return new EnvelopeAddress(
                kind, site, destination, Optional.empty(), linkEpoch, controlSequence.incrementAndGet());
    }

    private Handling control() {
        return new Handling(controlUnderWay, outcome -> {});
    }

    private String controlKey() {
        return site.region() + "/control";
    }

    /** The id of the data key that was used last. */
    Optional<byte[]> currentKeyId() {
        byte[] id = currentKey.get();
        return id.length == 0 ? Optional.empty() : Optional.of(id);
    }

    private void sealAndSend(EnvelopeAddress address, byte[] body, String orderingKey, Handling handling)
            throws InterruptedException {
        byte[] messageId = new byte[MESSAGE_ID_BYTES];
        random.nextBytes(messageId);
        var draft = new EnvelopeDraft(address, policy.policyHash(), body);
        switch (sealer.seal(draft, messageId, clock.nowMs())) {
            case SealOutcome.NoKey(String reason) -> {
                meters.sealsWithoutKey.increment();
                handling.done().accept(new SendOutcome.Unknown(new IllegalStateException(reason)));
            }
            case SealOutcome.Sealed(SealedEnvelope envelope) -> {
                announceKey(envelope);
                transmit(envelope, orderingKey, handling);
            }
        }
    }

    /** A new data key goes ahead of the first envelope under it, so that the peer need not ask. */
    private void announceKey(SealedEnvelope envelope) throws InterruptedException {
        if (envelope.header().address().kind() == EnvelopeKind.KEY) {
            return;
        }
        byte[] keyId = envelope.header().dataKeyId();
        currentKey.set(keyId);
        if (announced.add(HexFormat.of().formatHex(keyId))) {
            sendKeys(List.of(), Optional.empty());
        }
    }

    private void transmit(SealedEnvelope envelope, String orderingKey, Handling handling) throws InterruptedException {
        List<Frame> frames = FrameCutter.cut(envelope, transport.capabilities().frameBytesMax());
        var joined = new JoinedOutcome(frames.size(), handling.done());
        for (Frame frame : frames) {
            handling.underWay().acquire();
            meters.framesSent.increment();
            meters.frameBytesSent.add(frame.size());
            transport.send(frame, orderingKey, outcome -> {
                handling.underWay().release();
                joined.accept(outcome);
            });
        }
        meters.envelopesSent.increment();
    }

    /** One outcome of many: the first that is not Accepted, else Accepted when all have ended. */
    private static final class JoinedOutcome implements Consumer<SendOutcome> {
        private final AtomicInteger open;
        private final AtomicReference<SendOutcome> worst = new AtomicReference<>(SendOutcome.ACCEPTED);
        private final Consumer<SendOutcome> done;

        JoinedOutcome(int frames, Consumer<SendOutcome> done) {
            this.open = new AtomicInteger(frames);
            this.done = done;
        }

        @Override
        public void accept(SendOutcome outcome) {
            if (!(outcome instanceof SendOutcome.Accepted)) {
                worst.compareAndSet(SendOutcome.ACCEPTED, outcome);
            }
            if (open.decrementAndGet() == 0) {
                done.accept(worst.get());
            }
        }
    }
}
