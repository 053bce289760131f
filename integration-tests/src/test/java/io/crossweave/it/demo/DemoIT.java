package io.crossweave.it.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crossweave.cli.demo.DemoState.RunningSite;
import io.crossweave.cli.process.LoopbackPorts;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** One demo, from its first start to its last; the tests stand in the order in which they happen. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class DemoIT {
    /** A laptop takes 15 s. This is for machines that build something else meanwhile. */
    private static final Duration READY_LIMIT = Duration.ofMinutes(2);

    private static final Duration COMMAND_LIMIT = Duration.ofMinutes(2);
    private static final Duration RECOVERY_LIMIT = Duration.ofMinutes(1);
    private static final Pattern READY = Pattern.compile(
            "READY aws-us-east-1=http://127\\.0\\.0\\.1:(\\d+) azure-westeurope=http://127\\.0\\.0\\.1:(\\d+)"
                    + " gcp-asia-northeast1=http://127\\.0\\.0\\.1:(\\d+)");

    @TempDir
    private static Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private int portBase;
    private DemoProcess demo;

    @BeforeAll
    void startDemo() throws IOException, InterruptedException {
        portBase = freePortBase();
        demo = DemoProcess.start(data(), portBase, READY_LIMIT);
    }

    @AfterAll
    void stopDemo() throws IOException {
        demo.close();
        http.close();
    }

    private static Path data() {
        return folder.resolve("demo");
    }

    private static int freePortBase() throws IOException {
        var ports = new LoopbackPorts();
        while (true) {
            int base = ports.draw();
            if (List.of(1, 2, 3).stream().allMatch(offset -> LoopbackPorts.isFree(base + offset))) {
                return base;
            }
        }
    }

    private static CommandResult crossweave(String... arguments) throws IOException, InterruptedException {
        return CommandResult.of(COMMAND_LIMIT, arguments);
    }

    private boolean isReady(RunningSite site) {
        try {
            HttpRequest request = HttpRequest.newBuilder(site.url().resolve("/q/health/ready"))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    @Order(1)
    void readyTellsWhereTheSitesAreAndThenWhereTheApiIs() {
        assertThat(demo.announced().getFirst()).matches(READY);
        assertThat(demo.announced().getFirst())
                .contains(":" + (portBase + 1), ":" + (portBase + 2), ":" + (portBase + 3));
        assertThat(demo.announced().getLast()).contains("http://127.0.0.1:" + (portBase + 1) + "/q/openapi");
        assertThat(demo.state().sites())
                .allSatisfy(site -> assertThat(isReady(site)).isTrue());
        assertThat(demo.children())
                .hasSize(6)
                .allSatisfy(child -> assertThat(child.isAlive()).isTrue());
    }

    @Test
    @Order(2)
    void aSecondDemoOnTheSameFolderIsRefused() throws IOException, InterruptedException {
        CommandResult second =
                crossweave("demo", "--data", data().toString(), "--port-base", Integer.toString(freePortBase()));

        assertThat(second.exitCode()).isEqualTo(1);
        assertThat(second.out()).isEmpty();
        assertThat(second.err()).hasLineCount(1).contains("already runs on " + data());
    }

    @Test
    @Order(3)
    void takenPortsAreRefusedAndNothingIsLeftBehind() throws IOException, InterruptedException {
        Path other = folder.resolve("other");

        CommandResult second =
                crossweave("demo", "--data", other.toString(), "--port-base", Integer.toString(portBase + 1));

        assertThat(second.exitCode()).isEqualTo(1);
        assertThat(second.err()).hasLineCount(1).contains("port " + (portBase + 2) + " is in use");
        assertThat(other).doesNotExist();
    }

    @Test
    @Order(4)
    void conversationsConvergeInOrderAndWithoutWaiting() throws IOException, InterruptedException {
        for (String order : List.of("--limit=12", "--concurrent")) {
            CommandResult replay = crossweave("replay", order, "--data", data().toString());

            assertThat(replay.out())
                    .as(replay.err())
                    .matches("replayed 12 dialogues, \\d+ events, 3 sites, divergent 0\\R");
            assertThat(replay.exitCode()).isZero();
        }
    }

    @Test
    @Order(5)
    void whatIsPutAtOneSiteIsReadAtAnother() throws IOException, InterruptedException {
        Path body = Files.writeString(folder.resolve("body.json"), "{\"theme\":\"dark\"}");
        String dataFolder = data().toString();

        CommandResult put = crossweave("put", "preferences", "ann", "--file", body.toString(), "--data", dataFolder);
        CommandResult got = crossweave(
                "get",
                "preferences",
                "ann",
                "--site",
                "gcp-asia-northeast1",
                "--at-least",
                put.out().strip(),
                "--data",
                dataFolder);

        assertThat(put.err()).isEmpty();
        assertThat(got.out()).as(got.err()).isEqualToIgnoringNewLines("{\"theme\":\"dark\"}");
    }

    @Test
    @Order(6)
    void aSiteThatIsKilledIsStartedAgain() {
        // Given
        RunningSite killed = demo.state().sites().getLast();

        // When
        ProcessHandle.of(killed.pid()).orElseThrow().destroyForcibly();

        // Then
        await().atMost(RECOVERY_LIMIT).untilAsserted(() -> {
            RunningSite now = demo.state().sites().getLast();
            assertThat(now.pid()).isNotEqualTo(killed.pid());
            assertThat(isReady(now)).isTrue();
        });
    }

    @Test
    @Order(7)
    void aCloudThatIsKilledIsStartedAgainAndConversationsGoOn() throws IOException, InterruptedException {
        // Given
        long killed = demo.state().clouds().getFirst().pid();

        // When
        ProcessHandle.of(killed).orElseThrow().destroyForcibly();

        // Then
        await().atMost(RECOVERY_LIMIT)
                .untilAsserted(
                        () -> assertThat(demo.state().clouds().getFirst().pid()).isNotEqualTo(killed));
        CommandResult replay = crossweave("replay", "--limit", "3", "--data", data().toString());
        assertThat(replay.out()).as(replay.err() + demo.progress()).contains("replayed 3 dialogues", "divergent 0");
    }

    @Test
    @Order(8)
    void noChildOutlivesALauncherThatIsKilled() throws InterruptedException {
        // Given
        List<ProcessHandle> children = demo.children();
        assertThat(children).hasSize(6);

        // When
        demo.kill();

        // Then
        await().atMost(RECOVERY_LIMIT).untilAsserted(() -> assertThat(children).noneMatch(ProcessHandle::isAlive));
    }

    @Test
    @Order(9)
    void theNextDemoGoesOnWithWhatIsThere() throws IOException, InterruptedException {
        demo.close();
        demo = DemoProcess.start(data(), portBase, READY_LIMIT);

        CommandResult got =
                crossweave("get", "preferences", "ann", "--site", "azure-westeurope", "--data", data().toString());

        assertThat(got.out()).as(got.err()).isEqualToIgnoringNewLines("{\"theme\":\"dark\"}");
    }

    @Test
    @Order(10)
    void nothingIsLeftWhenItIsStopped() throws IOException {
        List<ProcessHandle> children = demo.children();

        demo.close();

        assertThat(children).noneMatch(ProcessHandle::isAlive);
        assertThat(data().resolve("demo.json")).doesNotExist();
    }
}
