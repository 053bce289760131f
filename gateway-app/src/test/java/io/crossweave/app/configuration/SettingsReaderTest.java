package io.crossweave.app.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossweave.app.fake.Tokens;
import io.crossweave.core.link.SilenceBounds;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsReaderTest {
    @TempDir
    Path directory;

    private final Map<String, String> written = new HashMap<>();

    @BeforeEach
    void writeAUsableConfiguration() throws IOException {
        written.put("crossweave.site.region", "aws-us-east-1");
        written.put("crossweave.data-dir", directory.resolve("data").toString());
        written.put(
                "crossweave.keys-dir",
                Files.createDirectory(directory.resolve("keys")).toString());
        written.put(
                "crossweave.context-types",
                Files.createFile(directory.resolve("types.yaml")).toString());
        written.put(
                "crossweave.policy",
                Files.createFile(directory.resolve("policy.yaml")).toString());
        written.put(
                "crossweave.tokens.public-key",
                Files.writeString(directory.resolve("tokens.pem"), Tokens.publicKeyPem())
                        .toString());
    }

    private SiteSettings read() {
        return SettingsReader.read(new SmallRyeConfigBuilder()
                .withMapping(SiteConfiguration.class)
                .withSources(new PropertiesConfigSource(written, "test", 100))
                .build()
                .getConfigMapping(SiteConfiguration.class));
    }

    @Test
    void aParentIsKnownByStandardInputOnly() {
        written.put("crossweave.parent", "systemd");

        assertThatThrownBy(this::read)
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageContaining("crossweave.parent = 'systemd' must be stdin");
    }

    @Test
    void aSiteMayStandAlone() {
        SiteSettings settings = read();

        assertThat(settings.region()).isEqualTo("aws-us-east-1");
        assertThat(settings.ownIntake()).isNull();
        assertThat(settings.dataDirectory()).isDirectory();
        assertThat(settings.tokens().issuer()).isEqualTo("crossweave-demo");
        assertThat(settings.tokens().audience()).isEqualTo("crossweave");
    }

    @Test
    void L17_whenASilentPeerIsSuspectPartitionedAndAlertedOfIsConfigured() {
        assertThat(read().silence()).isEqualTo(new SilenceBounds(5_000, 15_000, 30_000));
        written.put("crossweave.peers.suspect-after-ms", "8000");
        written.put("crossweave.peers.alert-after-ms", "60000");

        assertThat(read().silence()).isEqualTo(new SilenceBounds(8_000, 15_000, 60_000));
        written.put("crossweave.peers.evict-after-ms", "86400000");
        assertThat(read().silence()).isEqualTo(new SilenceBounds(8_000, 15_000, 60_000, 86_400_000));
        written.put("crossweave.peers.partitioned-after-ms", "8000");
        assertThatThrownBy(this::read)
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageContaining("crossweave.peers: suspect, partitioned and alert must follow each other");
    }

    @Test
    void aWitnessLiesBesideTheStoreUnlessItIsToldElsewhere() {
        assertThat(read().witnessDirectory())
                .isEqualTo(directory.resolve("data").resolve("store"));
        written.put("crossweave.witness-dir", directory.resolve("elsewhere").toString());

        assertThat(read().witnessDirectory())
                .isEqualTo(directory.resolve("elsewhere"))
                .isDirectory();
    }

    @Test
    void eachKindOfIntakeHasItsOwnSettings() {
        intake("aws-us-east-1", Map.of("kind", "kafka", "endpoint", "127.0.0.1:9092", "name", "in"));
        intake(
                "azure-westeurope",
                Map.of("kind", "eventhubs", "endpoint", "Endpoint=sb://x;SharedAccessKey=k", "name", "hub"));
        intake(
                "gcp-asia-northeast1",
                Map.of("kind", "pubsub", "endpoint", "127.0.0.1:8085", "name", "in", "project", "p"));

        SiteSettings settings = read();

        assertThat(settings.ownIntake()).isEqualTo(new IntakeSettings.Kafka("127.0.0.1:9092", "in"));
        assertThat(settings.peers().neighbours("aws-us-east-1"))
                .containsOnlyKeys("azure-westeurope", "gcp-asia-northeast1");
        assertThat(settings.peers().neighbours("aws-us-east-1").get("gcp-asia-northeast1"))
                .isEqualTo(new IntakeSettings.PubSub("127.0.0.1:8085", "p", "in", null));
        assertThat(settings.toString()).doesNotContain("SharedAccessKey");
    }

    @Test
    void allThatIsMissingIsNamedAtOnce() {
        written.clear();

        assertThatThrownBy(this::read)
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageContaining("crossweave.site.region is missing")
                .hasMessageContaining("crossweave.data-dir is missing")
                .hasMessageContaining("crossweave.keys-dir is missing")
                .hasMessageContaining("crossweave.context-types is missing")
                .hasMessageContaining("crossweave.policy is missing")
                .hasMessageContaining("crossweave.tokens.public-key is missing");
    }

    @Test
    void wrongValuesAreNamedWithWhatIsAllowed() throws IOException {
        written.put("crossweave.site.region", "US East");
        written.put(
                "crossweave.context-types", directory.resolve("nowhere.yaml").toString());
        written.put(
                "crossweave.tokens.public-key",
                Files.writeString(directory.resolve("bad.pem"), "hello").toString());
        intake("azure-westeurope", Map.of("kind", "rabbit", "endpoint", "x", "name", "y"));
        intake("gcp-asia-northeast1", Map.of("kind", "kafka", "endpoint", "x", "name", "y", "project", "p"));

        assertThatThrownBy(this::read)
                .hasMessageContaining("region 'US East' must match")
                .hasMessageContaining("crossweave.context-types = '" + directory.resolve("nowhere.yaml")
                        + "' must be a readable file")
                .hasMessageContaining("must be a PEM file with an RSA public key of 2048 bits or more")
                .hasMessageContaining(
                        "crossweave.intakes.\"azure-westeurope\".kind = 'rabbit' must be kafka, eventhubs or pubsub")
                .hasMessageContaining(
                        "crossweave.intakes.\"gcp-asia-northeast1\".project = 'p' is only for the kind pubsub")
                .hasMessageContaining("crossweave.intakes has no intake for this site's own region 'US East'");
    }

    private void intake(String region, Map<String, String> values) {
        values.forEach((key, value) -> written.put("crossweave.intakes.\"" + region + "\"." + key, value));
    }

    private void writeIntakes(String... regions) {
        for (String region : regions) {
            String key = "crossweave.intakes.\"" + region + "\".";
            written.put(key + "kind", "kafka");
            written.put(key + "endpoint", "127.0.0.1:9092");
            written.put(key + "name", "in-" + region);
        }
    }

    @Test
    void ofAStarALeafNeedsNoIntakeButItsOwnAndTheHubs() {
        writeIntakes("aws-us-east-1", "azure-westeurope");
        written.put("crossweave.topology.kind", "star");
        written.put("crossweave.topology.hub", "azure-westeurope");
        written.put("crossweave.topology.members", "gcp-asia-northeast1");

        PeersSettings peers = read().peers();

        assertThat(peers.topology().nextHop("aws-us-east-1", "gcp-asia-northeast1"))
                .contains("azure-westeurope");
        assertThat(peers.neighbours("aws-us-east-1")).containsOnlyKeys("azure-westeurope");
    }

    @Test
    void ofAHierarchyAnIntakeThatIsNeededIsMissed() {
        writeIntakes("aws-us-east-1", "azure-westeurope");
        written.put("crossweave.topology.kind", "hierarchy");
        written.put("crossweave.topology.parents.\"gcp-asia-northeast1\"", "aws-us-east-1");
        written.put("crossweave.topology.parents.\"azure-westeurope\"", "aws-us-east-1");

        assertThatThrownBy(this::read)
                .hasMessageContaining(
                        "crossweave.intakes has no intake of [gcp-asia-northeast1], which this site reaches directly");
    }

    @Test
    void L9_aTopologyThatGoesRoundIsRefused() {
        writeIntakes("aws-us-east-1", "azure-westeurope");
        written.put("crossweave.topology.kind", "hierarchy");
        written.put("crossweave.topology.parents.\"aws-us-east-1\"", "azure-westeurope");
        written.put("crossweave.topology.parents.\"azure-westeurope\"", "aws-us-east-1");

        assertThatThrownBy(this::read).hasMessageContaining("a hierarchy has one site with nobody above it");
    }

    @Test
    void membersAreReadFromAFileOfTheirOwn() throws IOException {
        Path file = Files.writeString(directory.resolve("peers.properties"), """
                crossweave.intakes."aws-us-east-1".kind = kafka
                crossweave.intakes."aws-us-east-1".endpoint = 127.0.0.1:9092
                crossweave.intakes."aws-us-east-1".name = in
                """);
        written.put("crossweave.peers-file", file.toString());

        SiteSettings settings = read();

        assertThat(settings.ownIntake()).isEqualTo(new IntakeSettings.Kafka("127.0.0.1:9092", "in"));
        assertThat(settings.peers().topology().regions()).containsExactly("aws-us-east-1");
    }

    @Test
    void membersInAFileAndElsewhereAreRefused() throws IOException {
        writeIntakes("aws-us-east-1");
        written.put(
                "crossweave.peers-file",
                Files.createFile(directory.resolve("peers.properties")).toString());

        assertThatThrownBy(this::read).hasMessageContaining("but not in both");
    }
}
