/**
 * Context lanes: the one owner of all contexts of a shard. Local publishes and arrived items pass through the same lane, because both move
 * a context's vector. A step takes a run of inputs to one batch of writes and to what may happen once that batch is durable; nothing is
 * told to anybody before (L12, L13). Next: the live runtime commits the batch, then replies, wakes watchers and hands the log to
 * {@code link}.
 */
@NullMarked
package io.crossweave.core.context;

import org.jspecify.annotations.NullMarked;
