package io.crossweave.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.cli.demo.DemoPlan.PlannedSite;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SiteFilesTest {
    private static final PlannedSite SITE = DemoPlan.SITES.getFirst();

    @TempDir
    private Path folder;

    private DemoDirectory directory() {
        return new DemoDirectory(folder);
    }

    private SiteFiles files() {
        return new SiteFiles(directory(), new DemoPlan(18_080));
    }

    private Path settingsFile() {
        return directory().site(SITE.region()).resolve("config").resolve("application.properties");
    }

    private Properties settings(SortedMap<String, String> intake) throws IOException {
        files().writeSite(SITE, new TreeMap<>(Map.of(SITE.region(), intake)));
        var settings = new Properties();
        try (Reader reader = Files.newBufferedReader(settingsFile())) {
            settings.load(reader);
        }
        return settings;
    }

    @Test
    void aSiteIsToldWhoItIsAndWhereEverythingLies() throws IOException {
        var intake = CloudKind.KAFKA.intake(new TreeMap<>(Map.of("bootstrap", "127.0.0.1:20001")), "intake");

        Properties settings = settings(intake);

        assertThat(settings.getProperty("crossweave.site.region")).isEqualTo("aws-us-east-1");
        assertThat(settings.getProperty("quarkus.http.port")).isEqualTo("18081");
        assertThat(settings.getProperty("quarkus.http.host")).isEqualTo("127.0.0.1");
        assertThat(settings.getProperty("crossweave.parent")).isEqualTo("stdin");
        assertThat(settings.getProperty("crossweave.sites.\"azure-westeurope\".url"))
                .isEqualTo("http://127.0.0.1:18082");
        assertThat(settings.getProperty("crossweave.intakes.\"aws-us-east-1\".kind"))
                .isEqualTo("kafka");
        assertThat(settings.getProperty("crossweave.intakes.\"aws-us-east-1\".endpoint"))
                .isEqualTo("127.0.0.1:20001");
        assertThat(settings.getProperty("crossweave.intakes.\"aws-us-east-1\".name"))
                .isEqualTo("intake");
    }

    @Test
    void settingsCarryKeysOfCloudsAndAreTheirOwnersAlone() throws IOException {
        var endpoints =
                new TreeMap<>(Map.of("connectionString", "Endpoint=sb://x;SharedAccessKey=a\\b=;", "amqp", "x:1"));

        Properties settings = settings(CloudKind.EVENT_HUBS.intake(endpoints, "intake"));

        assertThat(settings.getProperty("crossweave.intakes.\"aws-us-east-1\".endpoint"))
                .isEqualTo("Endpoint=sb://x;SharedAccessKey=a\\b=;");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(settingsFile())))
                .isEqualTo("rw-------");
        assertThat(CloudKind.EVENT_HUBS.address(endpoints)).isEqualTo("x:1");
    }

    @Test
    void aPubSubIntakeHasItsProjectAndItsSubscription() throws IOException {
        var endpoints = new TreeMap<>(Map.of("endpoint", "127.0.0.1:20003", "project", "crossweave-local"));

        assertThat(CloudKind.PUB_SUB.intake(endpoints, "intake"))
                .containsEntry("project", "crossweave-local")
                .containsEntry("subscription", "intake")
                .containsEntry("kind", "pubsub");
    }

    @Test
    void keysTypesAndPolicyAreWrittenOnceAndThenKept() throws IOException {
        // Given
        files().writeShared();
        Path policy = directory().config().resolve("policy.yaml");
        Path key = directory().keys().resolve("token-signing.pem");
        String firstKey = Files.readString(key);
        Files.writeString(policy, "edited");

        // When
        files().writeShared();

        // Then
        assertThat(policy).hasContent("edited");
        assertThat(Files.readString(key)).isEqualTo(firstKey);
        assertThat(directory().config().resolve("context-types.yaml")).isNotEmptyFile();
        assertThat(directory().keys().resolve("public")).isDirectory();
        for (String region : DemoPlan.regions()) {
            assertThat(directory().keys().resolve(region)).isDirectory();
        }
    }

    @Test
    void theReadyLineOfACloudIsFoundInItsLog() throws IOException {
        Path log = Files.writeString(
                folder.resolve("cloud.log"),
                "starting\nREADY {\"name\":\"kafka\",\"endpoints\":{\"bootstrap\":\"127.0.0.1:1\"},"
                        + "\"control\":\"http://127.0.0.1:2\"}\nmore\n");

        ReadyLine ready = ReadyLine.lastOf(log).orElseThrow();

        assertThat(ready.endpoints()).containsOnly(Map.entry("bootstrap", "127.0.0.1:1"));
        assertThat(ready.control()).hasToString("http://127.0.0.1:2");
    }

    @Test
    void aReadyLineThatIsStillBeingWrittenDoesNotCount() throws IOException {
        Path log = Files.writeString(folder.resolve("cloud.log"), "READY {\"name\":\"kaf");

        assertThat(ReadyLine.lastOf(log)).isEmpty();
    }
}
