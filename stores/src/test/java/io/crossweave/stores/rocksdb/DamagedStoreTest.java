package io.crossweave.stores.rocksdb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossweave.core.spi.CommitOutcome;
import io.crossweave.core.spi.ContextStore;
import io.crossweave.core.spi.WriteBatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Damages the files of a store whose process was killed, and opens it: either all that was acknowledged is there, or it refuses. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class DamagedStoreTest {
    private static final int COMMITS = 150;

    @TempDir
    Path temporary;

    /** A copy of the files as a killed process leaves them, with {@link #COMMITS} acknowledged commits in the log. */
    private Path killed;

    /** The same with one commit more, of which a test may tear the log. */
    private Path killedLater;

    @BeforeEach
    void commitAndCopyTheFilesOfTheRunningStore() throws Exception {
        killed = temporary.resolve("killed");
        killedLater = temporary.resolve("killed-later");
        Path running = temporary.resolve("running");
        try (ContextStore store = RocksStore.open(running)) {
            for (int i = 0; i < COMMITS; i++) {
                commit(store, i);
            }
            copy(running, killed);
            commit(store, COMMITS);
            copy(running, killedLater);
        }
    }

    @Test
    void findsEverythingAfterAKillWithoutDamage() {
        assertThat(openAndCount(killed)).isEqualTo(COMMITS);
    }

    @Test
    void dropsATornLastGroupThatWasNeverAcknowledged() throws IOException {
        Path log = log(killed);
        byte[] later = Files.readAllBytes(log(killedLater));
        int acknowledgedBytes = (int) Files.size(log);

        Files.write(log, Arrays.copyOf(later, (acknowledgedBytes + later.length) / 2));

        assertThat(openAndCount(killed)).isEqualTo(COMMITS);
    }

    @Test
    void takesAWholeLastGroupThatWasDurableButNotYetAcknowledged() throws IOException {
        Files.copy(killed.resolve("witness"), replaced(killedLater.resolve("witness")));

        assertThat(openAndCount(killedLater)).isEqualTo(COMMITS + 1);
    }

    @Test
    void refusesALogThatIsCutAnywhereBelowWhatWasAcknowledged() throws IOException {
        byte[] whole = Files.readAllBytes(log(killed));
        var random = new Random(7);

        for (int i = 0; i < 12; i++) {
            byte[] cut = Arrays.copyOf(whole, i == 0 ? whole.length - 1 : random.nextInt(whole.length));
            Path damaged = damagedCopy("cut" + i, cut);

            assertThatThrownBy(() -> RocksStore.open(damaged))
                    .isInstanceOf(StoreUnusableException.class)
                    .hasMessageContaining("are lost");
        }
    }

    @Test
    void losesNothingSilentlyToAFlippedBitInTheLog() throws IOException {
        byte[] whole = Files.readAllBytes(log(killed));
        var random = new Random(11);
        List<String> refusals = new ArrayList<>();

        for (int i = 0; i < 60; i++) {
            byte[] flipped = whole.clone();
            flipped[random.nextInt(whole.length)] ^= (byte) (1 << random.nextInt(8));
            try {
                assertThat(openAndCount(damagedCopy("flip" + i, flipped))).isEqualTo(COMMITS);
            } catch (StoreUnusableException e) {
                refusals.add(e.getMessage());
            }
        }

        assertThat(refusals).hasSizeGreaterThan(50);
    }

    @Test
    void refusesARecordLengthThatTheEngineTakesForATornTail() throws IOException {
        byte[] whole = Files.readAllBytes(log(killed));
        int lastBlock = whole.length / 32_768 * 32_768;
        // The high byte of the length of the first record in the log's last block: it now points beyond the end of the
        // file, which
        // is just what the last record of a crashed process looks like.
        whole[lastBlock + 5] |= 0x70;

        assertThatThrownBy(() -> RocksStore.open(damagedCopy("length", whole)))
                .isInstanceOf(StoreUnusableException.class)
                .hasMessageContaining("are lost");
    }

    @Test
    void stillRefusesWhenItIsOpenedASecondTime() throws IOException {
        byte[] whole = Files.readAllBytes(log(killed));
        Path damaged = damagedCopy("twice", Arrays.copyOf(whole, whole.length / 2));

        assertThatThrownBy(() -> RocksStore.open(damaged)).isInstanceOf(StoreUnusableException.class);
        assertThatThrownBy(() -> RocksStore.open(damaged))
                .isInstanceOf(StoreUnusableException.class)
                .hasMessageContaining("are lost");
    }

    @Test
    void refusesAMissingLogAMissingDatabaseAndAMissingOrDamagedWitness() throws IOException {
        Path noLog = copy(killed, temporary.resolve("no-log"));
        Files.delete(log(noLog));
        assertThatThrownBy(() -> RocksStore.open(noLog)).isInstanceOf(StoreUnusableException.class);

        Path noDatabase = temporary.resolve("no-database");
        Files.createDirectories(noDatabase);
        Files.copy(killed.resolve("witness"), noDatabase.resolve("witness"));
        assertThatThrownBy(() -> RocksStore.open(noDatabase)).hasMessageContaining("database is missing");

        Path noWitness = copy(killed, temporary.resolve("no-witness"));
        Files.delete(noWitness.resolve("witness"));
        assertThatThrownBy(() -> RocksStore.open(noWitness)).hasMessageContaining("'witness' is missing");

        Path damagedWitness = copy(killed, temporary.resolve("damaged-witness"));
        Files.write(damagedWitness.resolve("witness"), new byte[8_192]);
        assertThatThrownBy(() -> RocksStore.open(damagedWitness)).hasMessageContaining("'witness' is damaged");
    }

    @Test
    void refusesADatabaseOfAnEarlierTimeBesideANewerWitness() throws IOException {
        Files.copy(killedLater.resolve("witness"), replaced(killed.resolve("witness")));

        assertThatThrownBy(() -> RocksStore.open(killed)).hasMessageContaining("1 are lost");
    }

    @Test
    void L15_anOldCopyOfTheWholeStoreIsFoundByAWitnessThatLiesElsewhere() throws IOException {
        Path elsewhere = temporary.resolve("elsewhere");
        Path running = temporary.resolve("with-a-witness-elsewhere");
        Path old = temporary.resolve("old-copy");
        try (ContextStore store = RocksStore.open(running, elsewhere)) {
            commit(store, 0);
        }
        copy(running, old);
        try (ContextStore store = RocksStore.open(running, elsewhere)) {
            commit(store, 1);
        }

        assertThatThrownBy(() -> RocksStore.open(old, elsewhere)).hasMessageContaining("1 are lost");
        assertThatThrownBy(() -> RocksStore.open(temporary.resolve("new-disk"), elsewhere))
                .hasMessageContaining("database is missing, and 2 commits were acknowledged");
        try (ContextStore store = RocksStore.open(running, elsewhere)) {
            assertThat(store.sizeBytes()).isPositive();
        }
    }

    private Path damagedCopy(String name, byte[] log) throws IOException {
        Path damaged = copy(killed, temporary.resolve(name));
        Files.write(log(damaged), log);
        return damaged;
    }

    private static long openAndCount(Path directory) {
        try (ContextStore store = RocksStore.open(directory)) {
            var found = new ArrayList<String>();
            store.scan(bytes("k"), bytes("l"), (key, value) -> found.add(new String(key, UTF_8)));
            return found.size();
        }
    }

    private static void commit(ContextStore store, int number) {
        var outcome = new CompletableFuture<CommitOutcome>();
        byte[] value = new byte[400];
        new Random(number).nextBytes(value);
        store.commit(new WriteBatch().put(bytes("k%05d".formatted(number)), value), outcome::complete);
        assertThat(outcome.orTimeout(30, TimeUnit.SECONDS).join()).isEqualTo(CommitOutcome.COMMITTED);
    }

    private static Path log(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("rocksdb"))) {
            return files.filter(file -> file.toString().endsWith(".log"))
                    .max(Path::compareTo)
                    .orElseThrow();
        }
    }

    private static Path replaced(Path file) throws IOException {
        Files.delete(file);
        return file;
    }

    private static Path copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            files.filter(file -> !file.startsWith(from.resolve("native"))).forEach(file -> {
                try {
                    Files.copy(file, to.resolve(from.relativize(file)));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
        return to;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
