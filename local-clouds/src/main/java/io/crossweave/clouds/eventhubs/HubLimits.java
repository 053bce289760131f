package io.crossweave.clouds.eventhubs;

import io.crossweave.clouds.control.TopicOrder;

/** Every bound of this server, in one place. The first group is the real service's, the second protects the laptop. */
final class HubLimits {
    /** One event or one batch, whole, as encoded on the wire (standard tier). */
    static final int MESSAGE_BYTES_MAX = 1_048_576;

    /** The service's own frame size; larger messages travel in several transfers. */
    static final int FRAME_BYTES_MAX = 65_536;

    static final int PARTITION_KEY_CHARS_MAX = 128;

    /** Receivers of one partition and consumer group that use no epoch. */
    static final int PLAIN_RECEIVERS_MAX = 5;

    /** Messages a publisher may have on the way on one link. */
    static final int PUBLISHER_CREDIT = 300;

    static final int REQUEST_CREDIT = 100;

    /** Answers waiting for a client that grants no credit on its reply link. */
    static final int REPLIES_QUEUED_MAX = 100;

    static final int CONNECTIONS_MAX = 256;

    static final int LINKS_PER_CONNECTION_MAX = 512;

    static final int TOKENS_PER_CONNECTION_MAX = 1_024;

    /** A peer that has not opened its connection by then is let go. */
    static final long OPEN_TIMEOUT_MS = 30_000;

    /** Deliveries the engine may hold encoded for one session before its frames reach the socket. */
    static final int SESSION_OUTGOING_BYTES_MAX = 2 * MESSAGE_BYTES_MAX;

    /** Deliveries one link may have sent without the receiver having settled them. */
    static final int UNSETTLED_MAX = 10_000;

    /** One turn of one link, so that a busy partition does not starve the others of its connection. */
    static final int DELIVERIES_PER_TURN = 64;

    static final int SOCKET_BUFFER_BYTES = 262_144;

    /** Bytes kept by one hub, on disk; beyond its share each partition drops its oldest segment, as retention does. */
    static final long HUB_BYTES_MAX = 4L << 30;

    static final int SEGMENT_BYTES = 32 << 20;

    static final int SEGMENT_EVENTS_MAX = 131_072;

    static {
        // A segment always has room for one largest message with its annotations, and a partition for two segments.
        check(SEGMENT_BYTES >= 4 * MESSAGE_BYTES_MAX);
        check(HUB_BYTES_MAX / TopicOrder.PARTITIONS_MAX >= 2L * SEGMENT_BYTES);
        check(SESSION_OUTGOING_BYTES_MAX >= MESSAGE_BYTES_MAX);
    }

    private HubLimits() {}

    /** Segments one partition may keep when its hub has that many partitions; two at least: one to write, one to read. */
    static int segmentsMax(int partitions) {
        return (int) Math.max(2, HUB_BYTES_MAX / partitions / SEGMENT_BYTES);
    }

    private static void check(boolean holds) {
        if (!holds) {
            throw new AssertionError("limits contradict each other");
        }
    }
}
