package io.crossweave.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossweave.cli.process.ChildCommand.Role;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SupervisorTest {
    private static final long PATIENCE_S = 60;

    @TempDir
    private Path folder;

    private final BlockingQueue<String> notices = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> restarts = new LinkedBlockingQueue<>();
    private final Supervisor supervisor = new Supervisor(notices::add);

    @AfterEach
    void stop() {
        supervisor.close();
    }

    private ChildCommand command(String name, Role role, String... arguments) throws Exception {
        Path classes = Path.of(IdleChild.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        var all = new ArrayList<>(
                List.of("-Xmx16m", "-XX:+UseSerialGC", "-cp", classes.toString(), IdleChild.class.getName()));
        all.addAll(List.of(arguments));
        return new ChildCommand(name, role, all, folder, folder.resolve(name + ".log"));
    }

    private String notice() throws InterruptedException {
        return String.valueOf(notices.poll(PATIENCE_S, TimeUnit.SECONDS));
    }

    @Test
    void aChildThatDiesIsStartedAgain() throws Exception {
        // Given
        Child first = supervisor.start(command("site", Role.SITE));
        supervisor.keepAlive(() -> restarts.add("restarted"));

        // When
        first.kill();

        // Then
        assertThat(notice()).contains("site (pid " + first.pid() + ") ended with code 137", "started again in 500 ms");
        assertThat(notice()).startsWith("site is started again with pid ");
        assertThat(restarts.poll(PATIENCE_S, TimeUnit.SECONDS)).isNotNull();
        assertThat(supervisor.children()).hasSize(1).first().satisfies(child -> {
            assertThat(child.pid()).isNotEqualTo(first.pid());
            assertThat(child.isAlive()).isTrue();
        });
    }

    @Test
    void aChildThatCannotLiveIsStartedEverMoreRarely() throws Exception {
        supervisor.start(command("site", Role.SITE, "3"));

        supervisor.keepAlive(() -> {});

        assertThat(notice()).contains("code 3", "in 500 ms");
        assertThat(notice()).contains("started again with pid");
        assertThat(notice()).contains("code 3", "in 1000 ms");
    }

    @Test
    void closingEndsAllAndStartsNoneAgain() throws Exception {
        // Given
        Child site = supervisor.start(command("site", Role.SITE));
        Child cloud = supervisor.start(command("cloud", Role.CLOUD));
        supervisor.keepAlive(() -> restarts.add("restarted"));

        // When
        supervisor.close();

        // Then
        assertThat(site.isAlive()).isFalse();
        assertThat(cloud.isAlive()).isFalse();
        assertThat(supervisor.isClosing()).isTrue();
        assertThat(notices).isEmpty();
        assertThatThrownBy(() -> supervisor.start(command("late", Role.SITE))).isInstanceOf(IOException.class);
    }

    @Test
    void aChildThatEndsWhileItStartsIsReportedWithItsLastWords() throws Exception {
        Child child = supervisor.start(command("site", Role.SITE, "7"));
        assertThat(child.awaitEnd(Duration.ofSeconds(PATIENCE_S))).isTrue();

        assertThat(child.endedEarly())
                .hasMessageContaining("site ended with code 7")
                .hasMessageContaining("idle with 7")
                .hasMessageContaining("site.log");

        Child again = supervisor.startAgain(child);
        assertThat(again.name()).isEqualTo("site");
        assertThat(supervisor.children()).containsExactly(again);
    }

    @Test
    void waitsAreDoubledUpToHalfAMinuteAndStartAnewAfterALongLife() {
        var backoff = new Backoff();
        var waits = new ArrayList<Long>();
        for (int death = 0; death < 9; death++) {
            waits.add(backoff.after(Duration.ofSeconds(1)).toMillis());
        }

        assertThat(waits).containsExactly(500L, 1_000L, 2_000L, 4_000L, 8_000L, 16_000L, 30_000L, 30_000L, 30_000L);
        assertThat(backoff.after(Duration.ofMinutes(2)).toMillis()).isEqualTo(500);
        assertThat(backoff.after(Duration.ofSeconds(1)).toMillis()).isEqualTo(1_000);
    }

    @Test
    void aPortThatIsListenedOnIsNotFree() throws IOException {
        try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(LoopbackPorts.isFree(listener.getLocalPort())).isFalse();
        }
    }

    @Test
    void drawnPortsAreFreeAndNoneIsDrawnTwice() throws IOException {
        var ports = new LoopbackPorts();
        var drawn = new ArrayList<Integer>();
        for (int i = 0; i < 50; i++) {
            drawn.add(ports.draw());
        }

        assertThat(drawn).doesNotHaveDuplicates().allMatch(port -> port >= 20_000 && port < 32_000);
    }
}
