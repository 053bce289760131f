/**
 * What Crossweave needs of Google Cloud: here the transport over Pub/Sub.
 *
 * <p>{@link io.crossweave.adapters.gcp.PubSubTransport} publishes frames to a topic, one request of a key at a time, and takes frames from a
 * subscription by streaming pull. It does not look into a frame, and repeats nothing by itself; retries, breakers and metrics are its
 * caller's. Received frames go to the {@code DeliverySink}; what the sink's owner has acknowledged is acknowledged to the service.
 */
@NullMarked
package io.crossweave.adapters.gcp;

import org.jspecify.annotations.NullMarked;
