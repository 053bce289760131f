package io.crossweave.stores.rocksdb;

import io.crossweave.core.spi.WriteBatch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.HistogramType;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.Statistics;
import org.rocksdb.TickerType;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.WriteOptions;

/**
 * RocksDB with its options and native objects: one column family for the core's pairs, one for the commit chain. Not safe to use after or
 * during {@link #close}; {@link RocksStore} sees to that.
 *
 * <p>Native memory is bounded to about 64 MB, because a laptop runs three sites: block cache with indexes and filters 24 MB, memtables
 * 16 MB and at most as much again while they are flushed.
 */
final class RocksEngine implements AutoCloseable {
    private static final long BLOCK_CACHE_BYTES = 24L << 20;
    private static final long MEMTABLE_BYTES = 8L << 20;
    private static final long MEMTABLES_BYTES = 16L << 20;
    private static final int MEMTABLES_MAX = 3;
    /** A larger log means a longer start. */
    private static final long LOG_BYTES_MAX = 64L << 20;

    private static final int BLOOM_BITS_PER_KEY = 10;
    private static final int OPEN_FILES_MAX = 256;
    private static final byte[] CHAIN = {'c', 'h', 'a', 'i', 'n'};

    /** What is to be released, in the order of making. */
    private final List<AutoCloseable> natives = new ArrayList<>();

    private final RocksDB db;
    private final ColumnFamilyHandle pairs;
    private final ColumnFamilyHandle chain;
    private final WriteOptions synced;
    private final ReadOptions reads;
    private final Statistics statistics;

    RocksEngine(Path database) throws RocksDBException {
        statistics = own(new Statistics(EnumSet.allOf(HistogramType.class)));
        synced = own(new WriteOptions().setSync(true));
        reads = own(new ReadOptions());
        Cache cache = own(new LRUCache(BLOCK_CACHE_BYTES));
        ColumnFamilyOptions family = own(familyOptions(cache, own(new BloomFilter(BLOOM_BITS_PER_KEY))));
        DBOptions options = own(databaseOptions(statistics));
        var handles = new ArrayList<ColumnFamilyHandle>();
        try {
            db = own(RocksDB.open(
                    options,
                    database.toString(),
                    List.of(
                            new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY, family),
                            new ColumnFamilyDescriptor(CHAIN, family)),
                    handles));
        } catch (RocksDBException e) {
            close();
            throw e;
        }
        pairs = own(handles.getFirst());
        chain = own(handles.getLast());
    }

    private static DBOptions databaseOptions(Statistics statistics) {
        return new DBOptions()
                .setCreateIfMissing(true)
                .setCreateMissingColumnFamilies(true)
                // The default mode takes the log up to the first damage and drops the rest without a word; this one
                // takes only an
                // incomplete last record for the trace of a crash. What still passes as one is found by the witness.
                .setWalRecoveryMode(WALRecoveryMode.TolerateCorruptedTailRecords)
                .setParanoidChecks(true)
                // Otherwise the chain's few bytes would keep old logs alive that the pairs no longer need.
                .setAtomicFlush(true)
                .setMaxTotalWalSize(LOG_BYTES_MAX)
                .setDbWriteBufferSize(MEMTABLES_BYTES)
                .setMaxOpenFiles(OPEN_FILES_MAX)
                .setMaxBackgroundJobs(2)
                .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
                .setMaxLogFileSize(1 << 20)
                .setKeepLogFileNum(2)
                .setStatistics(statistics);
    }

    private static ColumnFamilyOptions familyOptions(Cache cache, BloomFilter bloom) {
        return new ColumnFamilyOptions()
                .setWriteBufferSize(MEMTABLE_BYTES)
                .setMaxWriteBufferNumber(MEMTABLES_MAX)
                .setLevelCompactionDynamicLevelBytes(true)
                .setCompressionType(CompressionType.LZ4_COMPRESSION)
                .setTableFormatConfig(new BlockBasedTableConfig()
                        .setBlockCache(cache)
                        .setCacheIndexAndFilterBlocks(true)
                        .setPinL0FilterAndIndexBlocksInCache(true)
                        .setFilterPolicy(bloom));
    }

    private <T extends AutoCloseable> T own(T made) {
        natives.add(made);
        return made;
    }

    /** Writes a group and its row of the chain in one synced batch. */
    void write(List<WriteBatch> group, byte[] chainKey, byte[] chainRow) throws RocksDBException {
        long bytes = 0;
        for (WriteBatch batch : group) {
            bytes += batch.bytes();
        }
        try (var merged = new org.rocksdb.WriteBatch((int) Math.min(bytes + (1 << 12), 1 << 26))) {
            for (WriteBatch batch : group) {
                for (WriteBatch.Write write : batch.writes()) {
                    byte[] value = write.value();
                    if (value == null) {
                        merged.delete(pairs, write.key());
                    } else {
                        merged.put(pairs, write.key(), value);
                    }
                }
            }
            merged.put(chain, chainKey, chainRow);
            db.write(synced, merged);
        }
    }

    byte @Nullable [] get(byte[] key) throws RocksDBException {
        return db.get(pairs, reads, key);
    }

    void scan(byte[] from, byte[] to, BiPredicate<byte[], byte[]> visit) throws RocksDBException {
        try (var end = new Slice(to);
                var bounded = new ReadOptions().setIterateUpperBound(end);
                RocksIterator at = db.newIterator(pairs, bounded)) {
            at.seek(from);
            visitAll(at, visit);
        }
    }

    void scanChain(BiPredicate<byte[], byte[]> visit) throws RocksDBException {
        try (RocksIterator at = db.newIterator(chain, reads)) {
            at.seekToFirst();
            visitAll(at, visit);
        }
    }

    private static void visitAll(RocksIterator at, BiPredicate<byte[], byte[]> visit) throws RocksDBException {
        while (at.isValid() && visit.test(at.key(), at.value())) {
            at.next();
        }
        // An iterator that meets damage just becomes invalid: without this the rest would look as if it never was.
        at.status();
    }

    long sizeBytes() throws RocksDBException {
        return db.getAggregatedLongProperty("rocksdb.total-sst-files-size")
                + db.getAggregatedLongProperty("rocksdb.cur-size-all-mem-tables");
    }

    long syncs() {
        return statistics.getTickerCount(TickerType.WAL_FILE_SYNCED);
    }

    long logBytes() {
        return statistics.getTickerCount(TickerType.WAL_FILE_BYTES);
    }

    @Override
    public void close() {
        for (AutoCloseable made : natives.reversed()) {
            try {
                made.close();
            } catch (Exception e) {
                throw new IllegalStateException("native objects close without exceptions", e);
            }
        }
        natives.clear();
    }
}
