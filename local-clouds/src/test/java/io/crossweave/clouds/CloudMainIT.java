package io.crossweave.clouds;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A cloud as its parent process sees it. */
class CloudMainIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path data;

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Process> children = new ArrayList<>();

    @AfterEach
    void leaveNothingBehind() throws InterruptedException {
        http.close();
        for (Process child : children) {
            child.destroyForcibly().waitFor();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"kafka", "pubsub", "eventhubs"})
    void printsOneReadyLineAndEndsWhenItsStandardInputCloses(String kind) throws Exception {
        // Given
        Process child = child(kind, "--data", data.toString(), "--topics", "intake");
        JsonNode ready = ready(child);

        // When
        child.getOutputStream().close();

        // Then
        assertThat(ready.path("name").asText()).isEqualTo(kind);
        assertThat(ready.path("endpoints")).isNotEmpty();
        assertThat(child.waitFor(15, TimeUnit.SECONDS)).isTrue();
        assertThat(child.inputReader().readLine()).isNull();
    }

    @Test
    void endsOnSigtermAndStartsAgainOnTheSameDirectory() throws Exception {
        // Given
        Process first = child("kafka", "--data", data.toString(), "--topics", "intake");
        ready(first);

        // When
        first.destroy();
        boolean ended = first.waitFor(15, TimeUnit.SECONDS);
        Process second = child("kafka", "--data", data.toString(), "--topics", "intake");

        // Then
        assertThat(ended).isTrue();
        assertThat(ready(second).path("name").asText()).isEqualTo("kafka");
    }

    @Test
    void startsAgainAfterAKill() throws Exception {
        // Given
        Process first = child("kafka", "--data", data.toString(), "--topics", "intake");
        ready(first);
        first.destroyForcibly().waitFor();

        // When
        Process second = child("kafka", "--data", data.toString(), "--topics", "intake");

        // Then
        assertThat(ready(second).path("name").asText()).isEqualTo("kafka");
    }

    @Test
    void controlEndpointTakesOrdersAndTellsWhatIsWrongWithThem() throws Exception {
        // Given
        JsonNode ready = ready(child("pubsub", "--data", data.toString()));
        String control = ready.path("control").asText();

        // When
        HttpResponse<String> topic = post(control + "/topics", "{\"name\":\"intake\"}");
        HttpResponse<String> fault = post(control + "/faults", "{\"loseAcks\":1,\"pause\":true}");
        HttpResponse<String> wrongValue = post(control + "/faults", "{\"loseAckProbability\":2}");
        HttpResponse<String> wrongField = post(control + "/faults", "{\"loseAck\":1}");
        HttpResponse<String> notJson = post(control + "/topics", "{");
        HttpResponse<String> unknown = post(control + "/nothing", "{}");
        HttpResponse<String> counters = get(control + "/counters");
        HttpResponse<String> directory = get(control + "/data-dir");

        // Then
        assertThat(topic.statusCode()).isEqualTo(200);
        assertThat(fault.statusCode()).isEqualTo(200);
        assertThat(wrongValue.statusCode()).isEqualTo(400);
        assertThat(wrongValue.body()).contains("loseAckProbability = 2.0: allowed is 0 to 1");
        assertThat(wrongField.statusCode()).isEqualTo(400);
        assertThat(notJson.statusCode()).isEqualTo(400);
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(JSON.readTree(counters.body()).path("refusals").asInt(-1)).isZero();
        assertThat(JSON.readTree(directory.body()).path("directory").asText()).isEqualTo(data.toString());
    }

    @Test
    void wrongCommandLineEndsWithTheUsage() throws Exception {
        // When
        Process child = child("fax");

        // Then
        assertThat(child.waitFor(15, TimeUnit.SECONDS)).isTrue();
        assertThat(child.exitValue()).isEqualTo(2);
        assertThat(Files.readString(log())).contains("unknown cloud fax");
    }

    private Process child(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms64m",
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                "target/classes" + File.pathSeparator
                        + Files.readString(Path.of("target/classpath")).strip(),
                CloudMain.class.getName()));
        command.addAll(List.of(arguments));
        Process child =
                new ProcessBuilder(command).redirectError(log().toFile()).start();
        children.add(child);
        return child;
    }

    private Path log() {
        return data.resolveSibling(data.getFileName() + ".log");
    }

    private static JsonNode ready(Process child) throws IOException {
        BufferedReader out = child.inputReader(StandardCharsets.UTF_8);
        String line = out.readLine();
        assertThat(line).startsWith("READY {");
        return JSON.readTree(line.substring("READY ".length()));
    }

    private HttpResponse<String> post(String uri, String body) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(uri))
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String uri) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(URI.create(uri)).build(), BodyHandlers.ofString());
    }
}
