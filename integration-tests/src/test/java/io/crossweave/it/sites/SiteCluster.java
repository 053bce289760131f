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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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

    /** The demo leaves nothing to a resolver. */
    static final String TYPE_MORE = """

              - name: plans
                version: 1
                tier: CRITICAL
                merge:
                  /route: resolver
                resolver: planner
                authority: [azure-westeurope, aws-us-east-1]
            """;

    private static final Pattern PORT = Pattern.compile(":(\\d+)");

    private final Path dir;
    private final TokenKey tokens = TokenKey.generate();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();
    private final Map<SiteRegion, LocalCloudProcess> clouds = new EnumMap<>(SiteRegion.class);
    private final Map<SiteRegion, SiteProcess> sites = new EnumMap<>(SiteRegion.class);
    /** The ways of {@link #apart} to the other clouds. */
    private final Map<SiteRegion, Door> doors = new EnumMap<>(SiteRegion.class);

    /** Whom the sites ask about {@code plans}. */
    private final PlannerStub planner = PlannerStub.start();

    private final @Nullable SiteRegion apart;

    private SiteCluster(Path dir, @Nullable SiteRegion apart) {
        this.dir = dir;
        this.apart = apart;
    }

    /** Starts all in a directory, which is emptied first; returns when all sites are ready. */
    static SiteCluster start(Path dir) {
        return start(dir, null);
    }

    /**
     * The same, with one site that can be cut off from the others in both directions.
     *
     * @param apart whose cloud is Kafka's: clients of Kafka find their way past a door to its cloud
     */
    static SiteCluster start(Path dir, @Nullable SiteRegion apart) {
        var cluster = new SiteCluster(dir.toAbsolutePath(), apart);
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
            String more = file.name().equals("policy.yaml") ? RULE_MORE : TYPE_MORE;
            Files.writeString(dir.resolve(file.name()), file.text() + more);
        }
    }

    private void startClouds() {
        for (SiteRegion region : SiteRegion.values()) {
            clouds.put(region, region.cloud().start(dir.resolve("cloud-" + region.region()), region.intake()));
        }
    }

    private void startSites() {
        Map<String, String> settings = settings();
        var ports = new EnumMap<SiteRegion, Integer>(SiteRegion.class);
        for (SiteRegion region : SiteRegion.values()) {
            int port = SiteProcess.freePort();
            ports.put(region, port);
            settings.put("crossweave.sites.\"" + region.region() + "\".url", "http://127.0.0.1:" + port);
        }
        for (SiteRegion region : SiteRegion.values()) {
            Map<String, String> own = region == apart ? throughDoors(settings) : settings;
            sites.put(
                    region,
                    SiteProcess.start(
                            region, dir, Objects.requireNonNull(ports.get(region)), withPeersFile(region, own)));
        }
        awaitReady();
    }

    private Map<String, String> settings() {
        var settings = new TreeMap<String, String>();
        settings.put("crossweave.keys-dir", keys().toString());
        settings.put(
                "crossweave.context-types", dir.resolve("context-types.yaml").toString());
        settings.put("crossweave.resolvers.webhooks.\"planner\"", planner.url());
        settings.put("crossweave.policy", dir.resolve("policy.yaml").toString());
        settings.put("crossweave.tokens.public-key", dir.resolve("tokens.pem").toString());
        clouds.forEach((region, cloud) -> region.cloud()
                .settings(cloud, region.intake())
                .forEach((key, value) -> settings.put("crossweave.intakes.\"" + region.region() + "\"." + key, value)));
        return settings;
    }

    /** What tells of members goes into a file that the site reads again. */
    private Map<String, String> withPeersFile(SiteRegion region, Map<String, String> settings) {
        var others = new TreeMap<String, String>();
        var peers = new StringBuilder();
        settings.forEach((key, value) -> {
            if (key.startsWith("crossweave.intakes.") || key.startsWith("crossweave.sites.")) {
                peers.append(key).append(" = ").append(value).append('\n');
            } else {
                others.put(key, value);
            }
        });
        try {
            Files.writeString(peersFile(region), peers);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        others.put("crossweave.peers-file", peersFile(region).toString());
        return others;
    }

    /** Who the members are for a site; it reads that again when it changes. */
    Path peersFile(SiteRegion region) {
        return dir.resolve("peers-" + region.region() + ".properties");
    }

    private Map<String, String> throughDoors(Map<String, String> settings) {
        var changed = new TreeMap<>(settings);
        for (SiteRegion region : SiteRegion.values()) {
            String key = "crossweave.intakes.\"" + region.region() + "\".endpoint";
            if (region != apart) {
                Matcher port = PORT.matcher(Objects.requireNonNull(settings.get(key)));
                if (!port.find()) {
                    throw new IllegalStateException("no port in " + settings.get(key));
                }
                Door door = Door.to(Integer.parseInt(port.group(1)));
                doors.put(region, door);
                changed.put(key, port.replaceFirst(":" + door.port()));
            }
        }
        return changed;
    }

    /** Cuts one site off, in both directions: nothing reaches its cloud, and it reaches no other one. */
    void cut() {
        cloud(Objects.requireNonNull(apart)).faults("{\"cut\":true}");
        doors.values().forEach(Door::cut);
    }

    void heal() {
        doors.values().forEach(Door::heal);
        cloud(Objects.requireNonNull(apart)).clearFaults();
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

    PlannerStub planner() {
        return planner;
    }

    TokenKey tokens() {
        return tokens;
    }

    /** The directory of all sites' keys. */
    Path keys() {
        return dir.resolve("keys");
    }

    /** The policy that all sites follow, and read again when it changes. */
    Path policy() {
        return dir.resolve("policy.yaml");
    }

    /** Where a cloud keeps what it keeps on disk; the directory may be absent. */
    Path cloudData(SiteRegion region) {
        return dir.resolve("cloud-" + region.region());
    }

    @Override
    public void close() {
        sites.values().forEach(SiteProcess::close);
        doors.values().forEach(Door::close);
        clouds.values().forEach(LocalCloudProcess::close);
        planner.close();
        http.shutdownNow();
    }
}
