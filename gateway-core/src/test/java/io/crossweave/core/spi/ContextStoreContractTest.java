package io.crossweave.core.spi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every {@link ContextStore} does. A store's test extends it. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
public abstract class ContextStoreContractTest {
    private ContextStore store;

    /** Opens the test's one store: empty at first, and later with what was committed before it was closed. */
    protected abstract ContextStore open();

    @BeforeEach
    void openTheStore() {
        store = open();
    }

    @AfterEach
    void closeTheStore() {
        store.close();
    }

    protected final ContextStore store() {
        return store;
    }

    protected final void reopen() {
        store.close();
        store = open();
    }

    @Test
    void showsAllWritesOfABatchOnceItIsCommitted() {
        commit(new WriteBatch().put(bytes("a"), bytes("1")).put(bytes("b"), bytes("2")));

        assertThat(get("a")).isEqualTo("1");
        assertThat(get("b")).isEqualTo("2");
        assertThat(get("c")).isNull();
    }

    @Test
    void appliesTheWritesOfABatchInTheirOrder() {
        commit(new WriteBatch()
                .put(bytes("a"), bytes("1"))
                .delete(bytes("a"))
                .put(bytes("b"), bytes("1"))
                .put(bytes("b"), bytes("2"))
                .delete(bytes("c"))
                .put(bytes("c"), bytes("3")));

        assertThat(get("a")).isNull();
        assertThat(get("b")).isEqualTo("2");
        assertThat(get("c")).isEqualTo("3");
    }

    @Test
    void replacesAndDeletesWhatAnEarlierBatchWrote() {
        commit(new WriteBatch().put(bytes("a"), bytes("1")).put(bytes("b"), bytes("1")));

        commit(new WriteBatch().put(bytes("a"), bytes("2")).delete(bytes("b")));

        assertThat(get("a")).isEqualTo("2");
        assertThat(get("b")).isNull();
    }

    @Test
    void keepsAnEmptyValueApartFromAnAbsentOne() {
        commit(new WriteBatch().put(bytes("empty"), new byte[0]));

        assertThat(get("empty")).isEmpty();
        assertThat(get("absent")).isNull();
    }

    @Test
    void commitsAnEmptyBatch() {
        assertThat(outcomeOf(new WriteBatch())).isEqualTo(CommitOutcome.COMMITTED);
    }

    @Test
    void showsABatchToItsOwnCallback() throws Exception {
        var seen = new CompletableFuture<String>();

        store.commit(new WriteBatch().put(bytes("a"), bytes("1")), outcome -> seen.complete(get("a")));

        assertThat(seen.get(30, TimeUnit.SECONDS)).isEqualTo("1");
    }

    @Test
    void callsBackInTheOrderOfTheCommits() throws Exception {
        List<Integer> order = Collections.synchronizedList(new ArrayList<>());
        var all = new CountDownLatch(500);

        for (int i = 0; i < 500; i++) {
            int number = i;
            store.commit(new WriteBatch().put(bytes("n"), bytes("" + number)), outcome -> {
                order.add(number);
                all.countDown();
            });
        }

        assertThat(all.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(order).hasSize(500).isSorted();
        assertThat(get("n")).isEqualTo("499");
    }

    @Test
    void commitsBatchesOfManyThreadsAtOnce() throws Exception {
        var all = new CountDownLatch(16 * 50);
        var threads = new ArrayList<Thread>();

        for (int thread = 0; thread < 16; thread++) {
            String prefix = "t" + thread + "/";
            threads.add(Thread.ofVirtual().start(() -> {
                for (int i = 0; i < 50; i++) {
                    store.commit(new WriteBatch().put(bytes(prefix + i), bytes("" + i)), outcome -> all.countDown());
                }
            }));
        }

        assertThat(all.await(30, TimeUnit.SECONDS)).isTrue();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(keys("t", "u")).hasSize(16 * 50);
    }

    @Test
    void scansFromInclusiveToExclusiveInTheOrderOfUnsignedBytes() {
        commit(new WriteBatch()
                .put(new byte[] {(byte) 0xff}, bytes("ff"))
                .put(new byte[] {(byte) 0x80}, bytes("80"))
                .put(new byte[] {0x7f}, bytes("7f"))
                .put(new byte[] {0x7f, 0}, bytes("7f00"))
                .put(new byte[] {1}, bytes("01")));
        var found = new ArrayList<String>();

        store.scan(new byte[] {0x7f}, new byte[] {(byte) 0xff}, (key, value) -> found.add(new String(value, UTF_8)));

        assertThat(found).containsExactly("7f", "7f00", "80");
    }

    @Test
    void stopsAScanWhenTheVisitorHasSeenEnough() {
        commit(new WriteBatch()
                .put(bytes("a"), bytes("1"))
                .put(bytes("b"), bytes("2"))
                .put(bytes("c"), bytes("3")));
        var found = new ArrayList<String>();

        store.scan(bytes("a"), bytes("z"), (key, value) -> {
            found.add(new String(key, UTF_8));
            return found.size() < 2;
        });

        assertThat(found).containsExactly("a", "b");
    }

    @Test
    void findsNothingInAnEmptyOrTurnedRange() {
        commit(new WriteBatch().put(bytes("b"), bytes("2")));

        assertThat(keys("c", "d")).isEmpty();
        assertThat(keys("b", "b")).isEmpty();
        assertThat(keys("c", "a")).isEmpty();
    }

    @Test
    void letsAScanReadOtherKeys() {
        commit(new WriteBatch().put(bytes("index"), bytes("a")).put(bytes("a"), bytes("1")));
        var found = new ArrayList<@Nullable String>();

        store.scan(bytes("index"), bytes("j"), (key, value) -> found.add(get(new String(value, UTF_8))));

        assertThat(found).containsExactly("1");
    }

    @Test
    void givesEachReaderItsOwnBytes() {
        commit(new WriteBatch().put(bytes("a"), bytes("1")));

        Arrays.fill(store.get(bytes("a")), (byte) 'x');
        store.scan(bytes("a"), bytes("b"), (key, value) -> {
            Arrays.fill(value, (byte) 'x');
            return true;
        });

        assertThat(get("a")).isEqualTo("1");
    }

    @Test
    void keepsAValueOfTwentyMegabytes() {
        byte[] large = new byte[20 << 20];
        Arrays.fill(large, (byte) 7);
        commit(new WriteBatch().put(bytes("large"), large));

        reopen();

        assertThat(Arrays.equals(store.get(bytes("large")), large)).isTrue();
    }

    @Test
    void holdsWhatWasCommittedWhenItIsOpenedAgain() {
        commit(new WriteBatch().put(bytes("a"), bytes("1")).put(bytes("b"), bytes("1")));
        commit(new WriteBatch().put(bytes("a"), bytes("2")).delete(bytes("b")));

        reopen();

        assertThat(get("a")).isEqualTo("2");
        assertThat(get("b")).isNull();
        assertThat(outcomeOf(new WriteBatch().put(bytes("c"), bytes("3")))).isEqualTo(CommitOutcome.COMMITTED);
    }

    @Test
    void finishesTheBatchesUnderWayBeforeItCloses() {
        List<CommitOutcome> outcomes = Collections.synchronizedList(new ArrayList<>());
        for (int i = 0; i < 200; i++) {
            store.commit(new WriteBatch().put(bytes("k" + i), bytes("v")), outcomes::add);
        }

        store.close();

        assertThat(outcomes).hasSize(200).containsOnly(CommitOutcome.COMMITTED);
        store = open();
        assertThat(keys("k", "l")).hasSize(200);
    }

    @Test
    void refusesToBeUsedOnceItIsClosedAndMayBeClosedTwice() {
        store.close();
        store.close();

        assertThatThrownBy(() -> store.commit(new WriteBatch(), outcome -> {}))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> store.get(bytes("a"))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> store.scan(bytes("a"), bytes("b"), (key, value) -> true))
                .isInstanceOf(IllegalStateException.class);
        store = open();
    }

    @Test
    void growsWithWhatItHolds() {
        long before = store.sizeBytes();

        commit(new WriteBatch().put(bytes("a"), new byte[1 << 20]));

        assertThat(store.sizeBytes()).isGreaterThan(before);
    }

    protected final void commit(WriteBatch batch) {
        assertThat(outcomeOf(batch)).isEqualTo(CommitOutcome.COMMITTED);
    }

    protected final CommitOutcome outcomeOf(WriteBatch batch) {
        var outcome = new CompletableFuture<CommitOutcome>();
        store.commit(batch, outcome::complete);
        return outcome.orTimeout(30, TimeUnit.SECONDS).join();
    }

    protected final @Nullable String get(String key) {
        byte[] value = store.get(bytes(key));
        return value == null ? null : new String(value, UTF_8);
    }

    protected final List<String> keys(String from, String to) {
        var keys = new ArrayList<String>();
        store.scan(bytes(from), bytes(to), (key, value) -> keys.add(new String(key, UTF_8)));
        return keys;
    }

    protected static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
