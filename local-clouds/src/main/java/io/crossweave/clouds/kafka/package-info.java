/**
 * The real Apache Kafka server as a local cloud: one combined KRaft node, formatted by program, behind a {@link
 * io.crossweave.clouds.control.LoopbackProxy} that breaks connections, loses acknowledgements and counts.
 *
 * <p>Limits are Kafka's own: {@code message.max.bytes} stays at its default of 1,048,588 bytes for one record batch.
 * Topics are never created by being named, as on MSK. Messages stay in the data directory, across restarts too; the
 * counters of accepted messages and their size are read from these logs, so they are what was really stored. A
 * producer with idempotence that repeats after a lost acknowledgement is recognised by the broker and stores one
 * copy; one without stores two.
 */
@NullMarked
package io.crossweave.clouds.kafka;

import org.jspecify.annotations.NullMarked;
