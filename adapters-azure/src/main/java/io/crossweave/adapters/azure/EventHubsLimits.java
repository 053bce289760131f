package io.crossweave.adapters.azure;

import java.time.Duration;

/** The bounds of this transport that no setting changes. */
final class EventHubsLimits {
    /**
     * What a batch adds to one frame: 16 KiB that the SDK reserves in every batch for what it shares, then the
     * annotations of the batch and of the event, each with a key of up to 128 characters, and section headers.
     */
    static final int OVERHEAD_BYTES = 16_384 + 1_024;

    static final int ORDERING_KEY_CHARS_MAX = 128;

    /** Frames that wait for the batch of their key, over all keys; more are answered with Throttled. */
    static final int WAITING_FRAMES_MAX = 4_096;

    static final long WAITING_BYTES_MAX = 64L << 20;

    static final int FRAMES_PER_BATCH_MAX = 256;

    /** Events between the SDK and the sink of one partition: a hand-over, no store. */
    static final int HANDED_EVENTS_MAX = 16;

    /** When our own queue is full: about the time of one batch. */
    static final Duration QUEUE_FULL_RETRY = Duration.ofMillis(20);

    /** The SDK has already waited the four seconds that a busy service wants. */
    static final Duration BUSY_RETRY = Duration.ofSeconds(1);

    /** Between two receivers of a partition, so that a service which is down is not asked without pause. */
    static final Duration RESUBSCRIBE_DELAY = Duration.ofMillis(500);

    /** After another receiver took the partition: long, so that two sites that run by mistake don't steal in turns. */
    static final Duration STOLEN_DELAY = Duration.ofSeconds(60);

    private EventHubsLimits() {}
}
