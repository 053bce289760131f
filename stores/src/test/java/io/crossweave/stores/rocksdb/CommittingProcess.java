package io.crossweave.stores.rocksdb;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.crossweave.core.spi.CommitOutcome;
import io.crossweave.core.spi.WriteBatch;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A process that commits until it is killed, and prints the number of each commit once it is acknowledged. Arguments: the store's
 * directory, the first number.
 */
final class CommittingProcess {
    private static final int WRITERS = 8;
    private static final int UNDER_WAY_MAX = 256;

    private CommittingProcess() {}

    @SuppressWarnings("SystemOut") // its output is how the test learns what was acknowledged
    public static void main(String[] arguments) throws InterruptedException {
        RocksStore store = RocksStore.open(Path.of(arguments[0]));
        var numbers = new AtomicLong(Long.parseLong(arguments[1]));
        var underWay = new Semaphore(UNDER_WAY_MAX);
        var out = new PrintStream(System.out, true, UTF_8);
        for (int writer = 0; writer < WRITERS; writer++) {
            Thread.ofPlatform().start(() -> {
                while (true) {
                    underWay.acquireUninterruptibly();
                    long number = numbers.getAndIncrement();
                    store.commit(batch(number), outcome -> {
                        if (outcome instanceof CommitOutcome.Committed) {
                            out.println(number);
                        }
                        underWay.release();
                    });
                }
            });
        }
        Thread.currentThread().join();
    }

    /** Two keys, so that half a batch would show. */
    static WriteBatch batch(long number) {
        return new WriteBatch()
                .put("a%012d".formatted(number).getBytes(UTF_8), value(number))
                .put("b%012d".formatted(number).getBytes(UTF_8), value(number));
    }

    static byte[] value(long number) {
        return ("value " + number + " ").repeat(1 + (int) (number % 50)).getBytes(UTF_8);
    }
}
