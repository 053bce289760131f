package io.crossweave.stores.rocksdb;

/**
 * What group commit has done since the store was opened.
 *
 * @param batches batches made durable
 * @param groups groups that they were written in
 * @param syncs syncs of the log, as the engine counts them
 * @param logBytes bytes written to the log, as the engine counts them
 */
public record CommitCounts(long batches, long groups, long syncs, long logBytes) {}
