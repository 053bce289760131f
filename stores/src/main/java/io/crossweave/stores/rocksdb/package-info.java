/**
 * A site's store in one directory, for a site of one replica: RocksDB below one group-commit writer. It keeps bytes and knows nothing of
 * what they mean. Batches come from the core's lanes; once a group of them is synced, {@code GroupCommitter} calls the lanes back.
 *
 * <p>The directory holds {@code rocksdb/} and {@code witness}, a small file with the number and hash of the last acknowledged group. The
 * engine alone takes a log that lost its end for a clean one: opening compares both, and a store that has lost something that was
 * acknowledged refuses to start. See {@link io.crossweave.stores.rocksdb.RocksStore}.
 */
@NullMarked
package io.crossweave.stores.rocksdb;

import org.jspecify.annotations.NullMarked;
