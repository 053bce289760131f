package io.crossweave.it.live;

import io.crossweave.core.spi.Delivery;
import io.crossweave.core.spi.DeliverySink;
import io.crossweave.core.spi.SendOutcome;
import io.crossweave.core.spi.Transport;
import io.crossweave.core.spi.TransportCapabilities;
import io.crossweave.core.wire.EnvelopeKind;
import io.crossweave.core.wire.Frame;
import io.crossweave.core.wire.FrameParser;
import io.crossweave.core.wire.ParseOutcome;
import io.crossweave.core.wire.ParsedFrame;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An intake in memory. While it is lossy it loses, repeats and reorders frames by a seed. */
final class MemoryIntake implements Transport {
    private static final int FRAME_BYTES_MAX = 200 << 10;

    private final BlockingQueue<Frame> queue = new LinkedBlockingQueue<>(10_000);
    private final LongAdder dataFrameBytes = new LongAdder();
    private final Random random;
    private volatile boolean lossy;
    private @Nullable Frame delayed;
    private @Nullable Thread deliverer;

    MemoryIntake(long seed) {
        this.random = new Random(seed);
    }

    void lossy(boolean on) {
        lossy = on;
    }

    /** Bytes of all frames with events that were ever handed in. What control frames cost grows with time, not with events. */
    long dataFrameBytes() {
        return dataFrameBytes.sum();
    }

    @Override
    public TransportCapabilities capabilities() {
        return new TransportCapabilities(FRAME_BYTES_MAX, false, false);
    }

    @Override
    public synchronized void send(Frame frame, String orderingKey, Consumer<SendOutcome> done) {
        if (FrameParser.parse(frame.bytes()) instanceof ParseOutcome.Parsed(ParsedFrame parsed)
                && parsed.header().address().kind() == EnvelopeKind.DATA) {
            dataFrameBytes.add(frame.size());
        }
        int dice = lossy ? random.nextInt(100) : 100;
        if (dice >= 10) {
            enqueue(frame);
        }
        if (dice >= 10 && dice < 20) {
            enqueue(frame);
        }
        if (dice >= 20 && dice < 30) {
            Frame earlier = delayed;
            delayed = frame;
            if (earlier != null) {
                enqueue(earlier);
            }
        }
        done.accept(SendOutcome.ACCEPTED);
    }

    private void enqueue(Frame frame) {
        if (!queue.offer(frame)) {
            throw new IllegalStateException("the intake is full");
        }
    }

    @Override
    public void subscribe(DeliverySink sink) {
        deliverer = Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    sink.deliver(new Delivery(Frame.received(queue.take().bytes()), () -> {}));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    @Override
    public void close() {
        if (deliverer != null) {
            deliverer.interrupt();
        }
    }
}
