package io.crossweave.clouds.eventhubs;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.qpid.proton.engine.Delivery;
import org.apache.qpid.proton.engine.Sender;
import org.apache.qpid.proton.message.Message;

/** Carries the answers of {@code $cbs} or {@code $management}; the engine holds them until the peer grants credit. */
final class ReplyLink implements LinkRole {
    private final Sender link;
    private long answers;

    ReplyLink(Sender link) {
        this.link = link;
    }

    void send(Message answer) throws RefusedException {
        if (link.getQueued() >= HubLimits.REPLIES_QUEUED_MAX) {
            throw new RefusedException(
                    AmqpError.LIMIT_EXCEEDED, HubLimits.REPLIES_QUEUED_MAX + " answers wait for credit on their link");
        }
        byte[] encoded = encode(answer);
        Delivery delivery =
                link.delivery(ByteBuffer.allocate(Long.BYTES).putLong(answers++).array());
        link.send(encoded, 0, encoded.length);
        delivery.settle(); // Pre-settled, as the service sends them: nobody acknowledges an answer.
        link.advance();
    }

    private static byte[] encode(Message answer) {
        for (int capacity = 4_096; ; capacity *= 2) {
            try {
                byte[] buffer = new byte[capacity];
                int length = answer.encode(buffer, 0, capacity);
                return Arrays.copyOf(buffer, length);
            } catch (BufferOverflowException tooSmall) {
                // The next round has twice the room.
            }
        }
    }
}
