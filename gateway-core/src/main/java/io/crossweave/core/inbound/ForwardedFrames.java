package io.crossweave.core.inbound;

import io.crossweave.core.limits.Limits;
import io.crossweave.core.wire.ParsedFrame;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How often each of the last frames went on from here: sites whose topologies disagree for a while may send one round, and this ends it. A
 * frame that is only repeated by a broker or its sender goes on each time.
 */
final class ForwardedFrames {
    /** More often than any sender repeats a frame by itself. */
    static final int TIMES_MAX = 32;

    private static final class Recent extends LinkedHashMap<ByteBuffer, Integer> {
        private static final long serialVersionUID = 1;

        Recent() {
            super(1_024, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Integer> eldest) {
            return size() > Limits.FORWARDED_FRAMES_MAX;
        }
    }

    private final Recent times = new Recent();

    /** Whether a frame may go on once more. */
    boolean admits(ParsedFrame frame) {
        byte[] messageId = frame.header().messageId();
        ByteBuffer name = ByteBuffer.allocate(messageId.length + Integer.BYTES)
                .put(messageId)
                .putInt(frame.firstChunk())
                .flip();
        return times.merge(name, 1, Integer::sum) <= TIMES_MAX;
    }
}
