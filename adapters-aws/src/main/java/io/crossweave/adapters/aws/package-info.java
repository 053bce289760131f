/**
 * What Crossweave needs of AWS: here the transport over Kafka, that is Amazon MSK.
 *
 * <p>{@link io.crossweave.adapters.aws.KafkaTransport} gives frames to a topic and takes frames from it, and translates Kafka's failures into
 * outcomes. It does not look into a frame, and does not retry beyond what Kafka's idempotent producer does by itself; retries, breakers
 * and metrics are its caller's. Received frames go to the {@code DeliverySink}, and what the sink's owner has acknowledged is committed
 * as the consumer group's offsets. It never depends on broker transactions.
 */
@NullMarked
package io.crossweave.adapters.aws;

import org.jspecify.annotations.NullMarked;
