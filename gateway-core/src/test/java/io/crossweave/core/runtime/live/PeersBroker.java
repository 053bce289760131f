package io.crossweave.core.runtime.live;

import io.crossweave.core.limits.Limits;
import io.crossweave.core.spi.DeliverySink;
import io.crossweave.core.spi.SendOutcome;
import io.crossweave.core.spi.Transport;
import io.crossweave.core.spi.TransportCapabilities;
import io.crossweave.core.wire.EnvelopeKind;
import io.crossweave.core.wire.Frame;
import io.crossweave.core.wire.FrameParser;
import io.crossweave.core.wire.ParseOutcome;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** Accepts and keeps every frame but one of those with data, whose send ends without an answer and which it loses. */
final class PeersBroker implements Transport {
    final BlockingQueue<Frame> sent = new LinkedBlockingQueue<>();
    final CompletableFuture<DeliverySink> sink = new CompletableFuture<>();
    final AtomicInteger dataFrames = new AtomicInteger();
    final AtomicInteger unanswered = new AtomicInteger();
    private final AtomicReference<CountDownLatch> gate = new AtomicReference<>(new CountDownLatch(0));
    private final int lost;
    private volatile boolean cut;

    PeersBroker(int lost) {
        this.lost = lost;
    }

    @Override
    public TransportCapabilities capabilities() {
        return new TransportCapabilities(Limits.FRAME_BYTES_MIN, true, false);
    }

    @Override
    public void send(Frame frame, String orderingKey, Consumer<SendOutcome> done) {
        int dataFrame = isData(frame) ? dataFrames.incrementAndGet() : 0;
        if (dataFrame > 0) {
            passGate();
        }
        if (cut || (dataFrame > 0 && dataFrame == lost)) {
            done.accept(new SendOutcome.Unknown(new IllegalStateException("no answer")));
            unanswered.incrementAndGet();
        } else {
            sent.add(frame);
            done.accept(SendOutcome.ACCEPTED);
        }
    }

    /** From now on no send is answered, or each is again. */
    void cut(boolean now) {
        cut = now;
    }

    /** Whoever sends data waits until {@link #goOn}. */
    void stall() {
        gate.set(new CountDownLatch(1));
    }

    void goOn() {
        gate.get().countDown();
    }

    private void passGate() {
        try {
            gate.get().await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean isData(Frame frame) {
        return FrameParser.parse(frame.bytes()) instanceof ParseOutcome.Parsed(var parsed)
                && parsed.header().address().kind() == EnvelopeKind.DATA;
    }

    @Override
    public void subscribe(DeliverySink subscriber) {
        sink.complete(subscriber);
    }

    @Override
    public void close() {}
}
