package io.crossweave.benchmarks;

import io.crossweave.core.spi.CommitOutcome;
import io.crossweave.core.spi.ContextStore;
import io.crossweave.core.spi.WriteBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Rows on the heap of one thread, durable nowhere: what a disk costs would hide what a lane costs. */
final class HeapStore implements ContextStore {
    /** What {@link #sizes} tells of: each table by the first byte of its keys. */
    static final List<String> TABLES = List.of(
            "document, vector",
            "entries",
            "holes",
            "log",
            "history",
            "own dots",
            "event ids",
            "inbox",
            "folds",
            "all bytes");

    private static final String TABLE_BYTES = "cehlyoiwF";

    private final TreeMap<byte[], byte[]> rows = new TreeMap<>(Arrays::compareUnsigned);
    private long sizeBytes;
    private long commits;

    @Override
    public void commit(WriteBatch batch, Consumer<CommitOutcome> done) {
        for (WriteBatch.Write write : batch.writes()) {
            if (write.value() == null) {
                rows.remove(write.key());
            } else {
                rows.put(write.key(), write.value());
            }
        }
        sizeBytes += batch.bytes();
        commits++;
        done.accept(CommitOutcome.COMMITTED);
    }

    @Override
    public long commits() {
        return commits;
    }

    @Override
    public byte @Nullable [] get(byte[] key) {
        return rows.get(key);
    }

    @Override
    public void scan(byte[] from, byte[] to, BiPredicate<byte[], byte[]> visit) {
        for (Map.Entry<byte[], byte[]> row : rows.subMap(from, to).entrySet()) {
            if (!visit.test(row.getKey(), row.getValue())) {
                return;
            }
        }
    }

    /** All that was ever written. */
    @Override
    public long sizeBytes() {
        return sizeBytes;
    }

    /** All that is in it now. */
    long bytes() {
        long bytes = 0;
        for (Map.Entry<byte[], byte[]> row : rows.entrySet()) {
            bytes += row.getKey().length + row.getValue().length;
        }
        return bytes;
    }

    /** Rows and bytes of each of {@link #TABLES}, as the cells of one line. */
    String sizes() {
        var counts = new long[TABLE_BYTES.length()];
        var bytes = new long[TABLE_BYTES.length()];
        rows.forEach((key, value) -> {
            int table = TABLE_BYTES.indexOf(key[0]);
            int size = key.length + value.length;
            if (table >= 0) {
                counts[table]++;
                bytes[table] += size;
            }
        });
        var cells = new ArrayList<String>();
        for (int table = 0; table < counts.length; table++) {
            cells.add(String.format(Locale.ROOT, "%,d (%,d B)", counts[table], bytes[table]));
        }
        cells.add(String.format(Locale.ROOT, "%,d", bytes()));
        return String.join(" | ", cells);
    }

    @Override
    public void close() {}
}
