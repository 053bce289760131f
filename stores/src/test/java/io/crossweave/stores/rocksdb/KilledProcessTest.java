package io.crossweave.stores.rocksdb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossweave.core.spi.ContextStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
class KilledProcessTest {
    @TempDir
    Path directory;

    @Test
    void findsAllThatAKilledProcessWasAcknowledgedAndNoHalfBatch() throws Exception {
        List<Long> acknowledged = new ArrayList<>();
        int round = 0;
        for (int killAfter : new int[] {1, 40, 700, 3_000, 9_000}) {
            long first = 1_000_000L * round++;

            acknowledged.addAll(commitUntilKilled(first, killAfter));

            NavigableMap<String, String> found = readAll();
            for (long number : acknowledged) {
                String value = new String(CommittingProcess.value(number), UTF_8);
                assertThat(found).containsEntry("a%012d".formatted(number), value);
            }
            assertThat(found.subMap("b", true, "c", false).keySet().stream().map(key -> "a" + key.substring(1)))
                    .containsExactlyElementsOf(
                            found.subMap("a", true, "b", false).keySet());
        }
    }

    @Test
    void refusesADirectoryThatAnotherProcessHasOpen() throws Exception {
        Process child = start(0);
        try (BufferedReader out = outputOf(child)) {
            assertThat(out.readLine()).isNotNull();

            assertThatThrownBy(() -> RocksStore.open(directory))
                    .isInstanceOf(StoreUnusableException.class)
                    .hasMessageContaining("in use by another process");
        } finally {
            child.destroyForcibly().waitFor();
        }
    }

    private List<Long> commitUntilKilled(long first, int killAfter) throws Exception {
        Process child = start(first);
        List<Long> acknowledged = new ArrayList<>();
        try (BufferedReader out = outputOf(child)) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                acknowledged.add(Long.valueOf(line));
                if (acknowledged.size() == killAfter) {
                    // By its handle: the process itself would close its output, and what was acknowledged meanwhile is
                    // still in it.
                    child.toHandle().destroyForcibly();
                }
            }
        } finally {
            child.destroyForcibly().waitFor();
        }
        assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(killAfter);
        // The very last line may be cut off by the kill; a number with fewer digits would be another commit's.
        return acknowledged.subList(0, acknowledged.size() - 1);
    }

    private Process start(long first) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx96m",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CommittingProcess.class.getName(),
                        directory.toString(),
                        Long.toString(first))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static BufferedReader outputOf(Process child) {
        return new BufferedReader(new InputStreamReader(child.getInputStream(), UTF_8));
    }

    private NavigableMap<String, String> readAll() {
        NavigableMap<String, String> found = new TreeMap<>();
        try (ContextStore store = RocksStore.open(directory)) {
            store.scan("a".getBytes(UTF_8), "c".getBytes(UTF_8), (key, value) -> {
                found.put(new String(key, UTF_8), new String(value, UTF_8));
                return true;
            });
        }
        return found;
    }
}
