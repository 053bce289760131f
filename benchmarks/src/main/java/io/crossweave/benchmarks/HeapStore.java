package io.crossweave.benchmarks;

import io.crossweave.core.spi.CommitOutcome;
import io.crossweave.core.spi.ContextStore;
import io.crossweave.core.spi.WriteBatch;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Rows on the heap of one thread, durable nowhere: what a disk costs would hide what a lane costs. */
final class HeapStore implements ContextStore {
    private final TreeMap<byte[], byte[]> rows = new TreeMap<>(Arrays::compareUnsigned);
    private long sizeBytes;

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
        done.accept(CommitOutcome.COMMITTED);
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

    @Override
    public void close() {}
}
