package io.crossweave.core.context;

import io.crossweave.core.limits.Limits;

/**
 * How much may wait in a context lane's inbox. Bounds of 0 are allowed: the inbox is a cache, and what does not fit comes again (L13).
 *
 * @param eventsMax items that wait
 * @param bytesMax their approximate bytes
 */
public record InboxBounds(int eventsMax, long bytesMax) {
    public static final InboxBounds DEFAULT = new InboxBounds(Limits.INBOX_EVENTS_MAX, Limits.INBOX_BYTES_MAX);

    int contextEventsMax() {
        return Math.max(1, eventsMax / 2);
    }

    long contextBytesMax() {
        return bytesMax / 2;
    }
}
