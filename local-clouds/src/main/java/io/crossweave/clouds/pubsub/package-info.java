/**
 * Pub/Sub as a local cloud: a gRPC server on the service's own generated classes.
 *
 * <p>A publish goes through {@link io.crossweave.clouds.pubsub.PublishLimits} (what the service refuses, with its
 * status) into the topic's {@link io.crossweave.clouds.pubsub.MessageLog} on disk, and from there into the {@link
 * io.crossweave.clouds.pubsub.Backlog} of each subscription, which holds positions only, so that a backlog of any size
 * costs little memory. A {@link io.crossweave.clouds.pubsub.SubscriptionQueue} hands messages to streams within their flow control.
 *
 * <p>As the service does: with ordering on, the messages of a key go to one stream at a time and in order; when one is
 * nacked or its deadline passes, all later ones of the key that were handed out, acknowledged or not, come again after
 * it, and none overtakes it. A lease outlives the stream that took it. Messages and acknowledgements survive a restart
 * on the same directory; stored messages are kept after their acknowledgement, for {@code GET /dump}.
 *
 * <p>Not there, and refused as unimplemented: push, filters, dead letters, retry policies, exactly-once delivery, seek
 * and snapshots, schemas. Not enforced: the quota of 1 MB/s per ordering key, and message retention.
 */
@NullMarked
package io.crossweave.clouds.pubsub;

import org.jspecify.annotations.NullMarked;
