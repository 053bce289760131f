package io.crossweave.core.runtime.live;

import io.crossweave.core.limits.Limits;
import io.crossweave.core.spi.Delivery;
import io.crossweave.core.spi.DeliverySink;
import io.crossweave.core.spi.SendOutcome;
import io.crossweave.core.spi.Transport;
import io.crossweave.core.spi.TransportCapabilities;
import io.crossweave.core.wire.Frame;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An intake in memory: keeps what is sent until somebody subscribes, and delivers it once. */
final class LoopIntake {
    private final BlockingQueue<Frame> queue = new LinkedBlockingQueue<>(100_000);
    private final AtomicInteger closed = new AtomicInteger();

    /** One end of it: each site that sends has its own, as it has its own client of a service. */
    final class End implements Transport {
        private volatile boolean open = true;
        private @Nullable Thread deliverer;

        @Override
        public TransportCapabilities capabilities() {
            return new TransportCapabilities(Limits.FRAME_BYTES_MIN, true, false);
        }

        @Override
        public void send(Frame frame, String orderingKey, Consumer<SendOutcome> done) {
            boolean taken = open && queue.offer(frame);
            done.accept(
                    taken ? SendOutcome.ACCEPTED : new SendOutcome.Unknown(new IllegalStateException("nobody there")));
        }

        @Override
        public void subscribe(DeliverySink sink) {
            deliverer = Thread.ofVirtual().start(() -> {
                try {
                    while (true) {
                        sink.deliver(new Delivery(queue.take(), () -> {}));
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }

        @Override
        public void close() {
            open = false;
            closed.incrementAndGet();
            if (deliverer != null) {
                deliverer.interrupt();
            }
        }
    }

    End end() {
        return new End();
    }

    /** All that is there is gone. */
    void lose() {
        queue.clear();
    }

    /** Ends that were closed. */
    int closed() {
        return closed.get();
    }
}
