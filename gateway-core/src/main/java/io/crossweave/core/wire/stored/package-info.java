/**
 * The rows of a site's store as bytes: {@link io.crossweave.core.wire.stored.StoreKeys} lays out the keys of all tables, one codec each
 * the values of {@code core.stored}'s records. Every value begins with its version. The rows of history are items in the layout of
 * {@link io.crossweave.core.wire.ItemCodec}, so that what is kept is what is sent.
 *
 * <p>Stores know none of this: they order and keep bytes. A row that can't be read means a damaged store, never a peer's doing.
 */
@NullMarked
package io.crossweave.core.wire.stored;

import org.jspecify.annotations.NullMarked;
