/**
 * Azure's leaves. {@code EventHubsTransport} carries frames through one event hub: {@code KeyedSender} sends them, one
 * batch in flight per ordering key; a {@code PartitionReader} per partition hands them to the sink and saves how far
 * all are acknowledged.
 *
 * <p>Nothing here looks into a frame, retries a send or counts for metrics: the caller's decorators do.
 */
@NullMarked
package io.crossweave.adapters.azure;

import org.jspecify.annotations.NullMarked;
