package io.crossweave.it.sites;

import io.crossweave.core.testing.LocalCloudProcess;
import io.crossweave.crypto.keystore.KeyDirectory;
import io.crossweave.crypto.kms.Entropy;
import io.crossweave.policy.PolicyFile;
import io.crossweave.policy.demo.DemoFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/** Three clouds and three sites. All of them end with {@link #close}, and also when this JVM ends. */
final class SiteCluster implements AutoCloseable {
    static final String TENANT = "default";

    /** The demo's policy keeps nothing that a second site may see from a third one; tests of causality need such a rule. */
    private static final String RULE_MORE = """

              # What customers say in the US is told in the EU, and not in Japan.
              - name: us-customers-not-to-japan
                precedence: 150
                when:
                  types: conversation
                  classes: pii
                  origin: {inside: US}
                  destination: {inside: JP}
                then: withhold
            """;

    private final Path dir;
    private final TokenKey tokens = TokenKey.generate();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();
    private final Map<SiteRegion, LocalCloudProcess> clouds = new EnumMap<>(SiteRegion.class);
    private final Map<SiteRegion, SiteProcess> sites = new EnumMap<>(SiteRegion.class);

    private SiteCluster(Path dir) {
        this.dir = dir;
    }

    /** Starts all in a directory, which is emptied first; returns when all sites are ready. */
    static SiteCluster start(Path dir) {
        var cluster = new SiteCluster(dir.toAbsolutePath());
        try {
            cluster.prepare();
            cluster.startClouds();
            cluster.startSites();
            return cluster;
        } catch (IOException e) {
            cluster.close();
            throw new UncheckedIOException(e);
        } catch (RuntimeException | Error e) {
            cluster.close();
            throw e;
        }
    }

    private void prepare() throws IOException {
        if (Files.exists(dir)) {
            try (Stream<Path> old = Files.walk(dir)) {
                for (Path path : old.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
        Files.createDirectories(dir);
        List<String> regions =
                Arrays.stream(SiteRegion.values()).map(SiteRegion::region).toList();
        KeyDirectory.create(keys(), regions, Entropy.system());
        Files.writeString(dir.resolve("tokens.pem"), tokens.publicPem());
        for (PolicyFile file : DemoFiles.all()) {
            boolean hasRules = file.name().equals("policy.yaml");
            Files.writeString(dir.resolve(file.name()), hasRules ? file.text() + RULE_MORE : file.text());
        }
    }

    private void startClouds() {
        for (SiteRegion region : SiteRegion.values()) {
            clouds.put(region, region.cloud().start(dir.resolve("cloud-" + region.region()), region.intake()));
        }
    }

    private void startSites() {
        Map<String, String> settings = settings();
        for (SiteRegion region : SiteRegion.values()) {
            sites.put(region, SiteProcess.start(region, dir, settings));
        }
        awaitReady();
    }

    private Map<String, String> settings() {
        var settings = new TreeMap<String, String>();
        settings.put("crossweave.keys-dir", keys().toString());
        settings.put(
                "crossweave.context-types", dir.resolve("context-types.yaml").toString());
        settings.put("crossweave.policy", dir.resolve("policy.yaml").toString());
        settings.put("crossweave.tokens.public-key", dir.resolve("tokens.pem").toString());
        clouds.forEach((region, cloud) -> region.cloud()
                .settings(cloud, region.intake())
                .forEach((key, value) -> settings.put("crossweave.intakes.\"" + region.region() + "\"." + key, value)));
        return settings;
    }

    /** Returns when all sites answer. */
    void awaitReady() {
        sites.forEach((region, site) -> site.awaitReady(client(region)));
    }

    SiteProcess site(SiteRegion region) {
        return Objects.requireNonNull(sites.get(region));
    }

    LocalCloudProcess cloud(SiteRegion region) {
        return Objects.requireNonNull(clouds.get(region));
    }

    SiteClient client(SiteRegion region) {
        return new SiteClient(http, site(region).base(), tokens.token(TENANT));
    }

    TokenKey tokens() {
        return tokens;
    }

    /** The directory of all sites' keys. */
    Path keys() {
        return dir.resolve("keys");
    }

    /** Where a cloud keeps what it keeps on disk; the directory may be absent. */
    Path cloudData(SiteRegion region) {
        return dir.resolve("cloud-" + region.region());
    }

    @Override
    public void close() {
        sites.values().forEach(SiteProcess::close);
        clouds.values().forEach(LocalCloudProcess::close);
        http.shutdownNow();
    }
}
