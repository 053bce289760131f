package io.crossweave.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossweave.cli.CommandFailure;
import io.crossweave.cli.demo.DemoState.RunningCloud;
import io.crossweave.cli.demo.DemoState.RunningSite;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DemoDirectoryTest {
    @TempDir
    private Path folder;

    private DemoDirectory directory() {
        return new DemoDirectory(folder.resolve("demo"));
    }

    private static DemoState state() {
        return new DemoState(
                42,
                List.of(new RunningSite("aws-us-east-1", URI.create("http://127.0.0.1:8081"), 43, Path.of("/l/a.log"))),
                List.of(new RunningCloud(
                        "aws-us-east-1",
                        "kafka",
                        "127.0.0.1:20001",
                        URI.create("http://127.0.0.1:20002"),
                        44,
                        Path.of("/l/c.log"))));
    }

    @Test
    void oneDemoAtATimeHasTheFolder() throws IOException {
        DemoDirectory directory = directory();
        assertThat(directory.isInUse()).isFalse();
        try (DemoDirectory.Lock _ = directory.lock()) {
            state().write(directory);

            assertThat(directory.isInUse()).isTrue();
            assertThatThrownBy(directory::lock)
                    .isInstanceOf(CommandFailure.class)
                    .hasMessageContaining(directory.root() + " (pid 42)")
                    .hasMessageContaining("--data");
        }
        assertThat(directory.isInUse()).isFalse();
    }

    @Test
    void askingWhetherItIsInUseLeavesNothingBehind() throws IOException {
        assertThat(directory().isInUse()).isFalse();

        assertThat(directory().root()).doesNotExist();
    }

    @Test
    void emptyingLeavesTheLockAlone() throws IOException {
        DemoDirectory directory = directory();
        try (DemoDirectory.Lock _ = directory.lock()) {
            Files.createDirectories(directory.site("a").resolve("store"));
            Files.writeString(directory.site("a").resolve("store").resolve("x"), "x");

            directory.empty();

            assertThat(directory.root()).isDirectoryContaining(file -> file.endsWith("demo.lock"));
            assertThat(directory.site("a")).doesNotExist();
            assertThat(directory.isInUse()).isTrue();
        }
    }

    @Test
    void aFolderOfSomebodyElseIsNotTaken() throws IOException {
        Files.createDirectories(directory().root());
        Files.writeString(directory().root().resolve("thesis.txt"), "years of work");

        assertThatThrownBy(() -> directory().requireOwn())
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("no demo has run there");
    }

    @Test
    void whereTheDemoRunsIsReadAsItWasWritten() throws IOException {
        Files.createDirectories(directory().root());
        state().write(directory());

        assertThat(DemoState.read(directory())).contains(state());
        assertThat(state().json()).doesNotContain("\n").contains("\"control\":\"http://127.0.0.1:20002\"");
    }

    @Test
    void withoutADemoOrWithABrokenFileThereIsNoState() throws IOException {
        assertThat(DemoState.read(directory())).isEmpty();
        Files.createDirectories(directory().root());
        Files.writeString(directory().state(), "{\"sites\":[{}]}");
        assertThat(DemoState.read(directory())).isEmpty();
    }

    @Test
    void aTakenPortIsNamedBeforeAnythingIsMade() throws IOException {
        try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var plan = new DemoPlan(listener.getLocalPort() - 1);

            assertThatThrownBy(() -> Obstacles.requirePorts(plan))
                    .isInstanceOf(CommandFailure.class)
                    .hasMessageContaining("port " + listener.getLocalPort() + " is in use")
                    .hasMessageContaining("--port-base");
        }
    }

    @Test
    void sitesTakeThePortsAfterTheBase() {
        assertThat(new DemoPlan(8080).ports()).containsExactly(8081, 8082, 8083);
        assertThatThrownBy(() -> new DemoPlan(65_533)).isInstanceOf(IllegalArgumentException.class);
    }
}
