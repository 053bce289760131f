package io.crossweave.core.runtime.live;

import io.crossweave.core.link.Heartbeat;
import io.crossweave.core.link.HeldDots;
import io.crossweave.core.model.LaneId;
import io.crossweave.core.model.SiteId;
import io.crossweave.core.reconcile.RepairMessage;
import io.crossweave.core.spi.EnvelopeSealer;
import io.crossweave.core.spi.EnvelopeSealer.SealOutcome;
import io.crossweave.core.spi.ReleasePolicy;
import io.crossweave.core.spi.SendOutcome;
import io.crossweave.core.spi.Transport;
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
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** Seals, cuts and sends to one destination; semaphores bound the frames under way. */
final class OutboundPort {
    private static final int MESSAGE_ID_BYTES = 32;
    /** Control frames under way: few are enough, each is followed by a newer one. */
    private static final int CONTROL_UNDER_WAY_MAX = 4;
    /** Envelopes of about a frame or more under way: each may hold a whole document in memory for as long as a slow service needs. */
    private static final int LARGE_UNDER_WAY_MAX = 2;

    private static final Duration LARGE_RETRY_AFTER = Duration.ofSeconds(1);

    private final SiteId site;
    private final String destination;
    private final long linkEpoch;
    private final EnvelopeSealer sealer;
    private final ReleasePolicy policy;
    private final Transport transport;
    private final LiveClock clock;
    private final SiteMeters meters;
    private final Consumer<Throwable> fail;
    private final SecureRandom random = new SecureRandom();
    private final LinkGate gate = new LinkGate();
    private final Semaphore controlUnderWay = new Semaphore(CONTROL_UNDER_WAY_MAX);
    private final Semaphore largeUnderWay = new Semaphore(LARGE_UNDER_WAY_MAX);
    private final Set<EnvelopeAddress> largeAddresses = ConcurrentHashMap.newKeySet();
    private final AtomicLong controlSequence = new AtomicLong();
    private final AtomicReference<byte[]> currentKey = new AtomicReference<>(new byte[0]);
    /** Data keys that were announced in this run, by id. */
    private final Set<String> announced = ConcurrentHashMap.newKeySet();

    /** @param fail hears of what nobody expected: the site can't go on then */
    OutboundPort(LiveSettings settings, LinkWay way, LiveClock clock, SiteMeters meters, Consumer<Throwable> fail) {
        this.site = settings.site();
        this.destination = way.destination();
        this.linkEpoch = way.linkEpoch();
        this.sealer = settings.sealer();
        this.policy = settings.policy();
        this.transport = way.transport();
        this.clock = clock;
        this.meters = meters;
        this.fail = fail;
    }

    String destination() {
        return destination;
    }

    long linkEpoch() {
        return linkEpoch;
    }

    LinkGate gate() {
        return gate;
    }

    /**
     * How an envelope's frames are let out and who hears of the end.
     *
     * @param underWay bounds the frames of one kind that are under way
     * @param done hears once how it ended, Accepted only when every frame was
     */
    record Handling(Semaphore underWay, Consumer<SendOutcome> done) {}

    /** Sends lane items under a number. */
    void send(LaneId lane, long number, DataBody body, Handling handling) throws InterruptedException {
        var address = new EnvelopeAddress(EnvelopeKind.DATA, site, destination, Optional.of(lane), linkEpoch, number);
        if (largeAddresses.contains(address)) {
            // Asked for again before its last frame left: its end is told to whoever sent it first.
            return;
        }
        String orderingKey = site.region() + "/" + lane.tier().id() + "/" + lane.shard();
        sealAndSend(address, BodyCodec.encode(body), orderingKey, handling);
    }

    /** Sends a heartbeat; a lost one is followed by the next. */
    void send(Heartbeat heartbeat) throws InterruptedException {
        sealAndSend(control(EnvelopeKind.CONTROL), HeartbeatCodec.encode(heartbeat), controlKey(), control());
    }

    /** Sends a message of repair, unless the peer takes nothing now: it is asked again, and others are not to wait for it. */
    void send(RepairMessage message) throws InterruptedException {
        if (controlUnderWay.availablePermits() == 0) {
            return;
        }
        sealAndSend(control(EnvelopeKind.CONTROL), RepairCodec.encode(message), controlKey(), control());
    }

    /** Sends what is asked or told of dots of lost lives; what gets lost is asked for again. */
    void send(HeldDots message) throws InterruptedException {
        sealAndSend(control(EnvelopeKind.CONTROL), HeldDotsCodec.encode(message), controlKey(), control());
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
        return new Handling(controlUnderWay, gate::ended);
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
        var carrier = new FrameCarrier(transport, orderingKey, meters);
        if (body.length <= transport.capabilities().frameBytesMax() / 2) {
            Optional<SealedEnvelope> envelope = seal(address, body, handling);
            if (envelope.isPresent()) {
                carrier.carry(frames(envelope.get()).getFirst(), handling);
            }
        } else if (!largeUnderWay.tryAcquire()) {
            handling.done().accept(new SendOutcome.Throttled(LARGE_RETRY_AFTER));
        } else {
            largeAddresses.add(address);
            Thread.ofVirtual().name("large-to-" + destination).start(() -> sendLarge(address, body, carrier, handling));
        }
    }

    /** A large envelope has a thread of its own, so that the other lanes of its tier go on while a slow service takes it piece by piece. */
    private void sendLarge(EnvelopeAddress address, byte[] body, FrameCarrier carrier, Handling handling) {
        try {
            Optional<SealedEnvelope> envelope = seal(address, body, handling);
            if (envelope.isPresent()) {
                handling.done().accept(carrier.carryAll(frames(envelope.get())));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            handling.done().accept(new SendOutcome.Unknown(e));
        } catch (RuntimeException | Error e) {
            fail.accept(e);
        } finally {
            largeAddresses.remove(address);
            largeUnderWay.release();
        }
    }

    /** Empty where there is no key for the destination; the handling has heard of it then. */
    private Optional<SealedEnvelope> seal(EnvelopeAddress address, byte[] body, Handling handling)
            throws InterruptedException {
        byte[] messageId = new byte[MESSAGE_ID_BYTES];
        random.nextBytes(messageId);
        var draft = new EnvelopeDraft(address, policy.policyHash(), body);
        switch (sealer.seal(draft, messageId, clock.nowMs())) {
            case SealOutcome.NoKey(String reason) -> {
                meters.sealsWithoutKey.increment();
                handling.done().accept(new SendOutcome.Unknown(new IllegalStateException(reason)));
                return Optional.empty();
            }
            case SealOutcome.Sealed(SealedEnvelope envelope) -> {
                announceKey(envelope);
                meters.envelopesSent.increment();
                return Optional.of(envelope);
            }
        }
    }

    private List<Frame> frames(SealedEnvelope envelope) {
        return FrameCutter.cut(envelope, transport.capabilities().frameBytesMax());
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
}
