/**
 * A stand-in for Azure Event Hubs: an AMQP 1.0 server on the bare proton-j engine, for the real SDK on loopback.
 *
 * <p>A connection ({@code HubConnection}) moves bytes between its socket and its engine; {@code LinkDesk} answers what
 * the engine reports and gives each attached link its role: {@code PublishLink} takes events into a partition, {@code
 * DeliveryLink} hands them out, {@code RequestLink} answers {@code $cbs} (tokens) and {@code $management} (what hubs
 * and partitions there are). Events end in {@code PartitionLog}: append-only files that are unlinked as soon as they
 * are open, so a hub lives exactly as long as its process, and memory holds only where each event lies.
 *
 * <p>It enforces the service's message size, keys, epochs and credit, and answers wrong input with AMQP errors. It has
 * no TLS, no transactions, no geo-replication, no capture, and retention by bytes only, not by age.
 */
@NullMarked
package io.crossweave.clouds.eventhubs;

import org.jspecify.annotations.NullMarked;
