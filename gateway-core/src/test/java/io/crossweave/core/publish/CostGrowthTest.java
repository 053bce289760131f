package io.crossweave.core.publish;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.crossweave.core.document.JsonPointer;
import io.crossweave.core.event.DeltaOperation;
import io.crossweave.core.event.Payload;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The cost of an event grows with the event and not with its document, measured in allocated bytes, which no other process disturbs. */
final class CostGrowthTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final JsonPointer MESSAGES = JsonPointer.parse("/messages");
    private static final double GROWTH_MAX = 1.5;

    private static Payload message(int number) {
        String text = "{'speaker':'user','text':'message number " + (100_000 + number) + "','services':['one','two']}";
        return new Payload.Delta(List.of(
                new DeltaOperation.Append(MESSAGES, Replica.json(text)),
                new DeltaOperation.Add(JsonPointer.parse("/state/turn"), Replica.json("" + (100_000 + number)))));
    }

    /** What the messages from one to another cost from the request to the view, at the publisher and at a peer. */
    private static long allocatedBytes(Replica publisher, Replica peer, int from, int to) {
        long bytes = 0;
        for (int number = from; number <= to; number++) {
            Payload payload = message(number);
            long before = THREADS.getCurrentThreadAllocatedBytes();
            peer.apply(publisher.publish(number, payload));
            publisher.state.requireView();
            peer.state.requireView();
            bytes += THREADS.getCurrentThreadAllocatedBytes() - before;
        }
        return bytes;
    }

    private static double growth() {
        var publisher = new Replica("a");
        var peer = new Replica("b");
        long first = allocatedBytes(publisher, peer, 1, 100);
        allocatedBytes(publisher, peer, 101, 9_900);
        long last = allocatedBytes(publisher, peer, 9_901, 10_000);
        return (double) last / first;
    }

    @Test
    void theTenThousandthMessageCostsWhatTheFirstOnesDid() {
        assertThat(THREADS.isThreadAllocatedMemoryEnabled()).isTrue();
        growth();

        assertThat(growth()).isLessThan(GROWTH_MAX);
    }
}
