package io.crossweave.core.link;

/**
 * What in the log asked for something.
 *
 * @param position the record's position: the lane is confirmed only below it until all that it asked for is committed at the destination
 * @param committedMs when the record was committed
 */
record LogPlace(long position, long committedMs) {
    LogPlace earlier(LogPlace other) {
        return new LogPlace(Math.min(position, other.position), Math.min(committedMs, other.committedMs));
    }
}
