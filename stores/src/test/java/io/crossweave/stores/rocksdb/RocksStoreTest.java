package io.crossweave.stores.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossweave.core.spi.ContextStore;
import io.crossweave.core.spi.ContextStoreContractTest;
import io.crossweave.core.spi.WriteBatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RocksStoreTest extends ContextStoreContractTest {
    @TempDir
    Path directory;

    @Override
    protected ContextStore open() {
        return RocksStore.open(directory);
    }

    @Test
    void syncsFarFewerTimesThanItAcknowledgesWhenManyWriteAtOnce() throws Exception {
        CommitCounts before = ((RocksStore) store()).counts();
        var threads = new ArrayList<Thread>();
        for (int writer = 0; writer < 64; writer++) {
            String prefix = "w" + writer + "/";
            threads.add(Thread.ofVirtual().start(() -> {
                for (int i = 0; i < 20; i++) {
                    commit(new WriteBatch().put(bytes(prefix + i), new byte[100]));
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }

        CommitCounts after = ((RocksStore) store()).counts();

        assertThat(after.batches() - before.batches()).isEqualTo(64 * 20);
        assertThat(after.syncs() - before.syncs()).isLessThan(64 * 20 / 4);
    }

    @Test
    void syncsEachGroupBeforeItIsAcknowledged() {
        CommitCounts before = ((RocksStore) store()).counts();

        for (int i = 0; i < 10; i++) {
            commit(new WriteBatch().put(bytes("k" + i), bytes("v")));
        }

        CommitCounts after = ((RocksStore) store()).counts();
        assertThat(after.groups() - before.groups()).isEqualTo(10);
        assertThat(after.syncs() - before.syncs()).isGreaterThanOrEqualTo(10);
    }

    @Test
    void itsDirectoryIsClosedToOtherUsers() throws IOException {
        store();

        assertThat(Files.getPosixFilePermissions(directory)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void refusesADirectoryThatThisProcessHasOpen() {
        assertThatThrownBy(this::open)
                .isInstanceOf(StoreUnusableException.class)
                .hasMessageContaining(directory.toString())
                .hasMessageContaining("already open in this process");
        commit(new WriteBatch().put(bytes("a"), bytes("1")));
    }

    @Test
    void keepsItsCommitNumbersAcrossManyOpenings() {
        for (int round = 0; round < 5; round++) {
            commit(new WriteBatch().put(bytes("round" + round), bytes("v")));
            reopen();
        }

        assertThat(keys("round", "s")).hasSize(5);
    }
}
