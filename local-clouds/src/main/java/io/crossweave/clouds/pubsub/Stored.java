package io.crossweave.clouds.pubsub;

/**
 * Where a message stands in the log of its topic.
 *
 * @param offset of its bytes in the log
 * @param orderingKey empty if it has none
 */
record Stored(long messageId, long offset, int bytes, String orderingKey) {}
