package io.crossweave.app.configuration;

import io.crossweave.core.limits.Limits;
import io.crossweave.core.link.SilenceBounds;
import io.crossweave.core.model.SiteId;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Checks a configuration as a whole, so that an operator learns of all faults in one start and not one by one. */
public final class SettingsReader {
    /** The one way in which a site can know of its parent. */
    public static final String PARENT_IS_STDIN = "stdin";

    private static final Path NOWHERE = Path.of("");

    private final List<String> faults = new ArrayList<>();

    private SettingsReader() {}

    /** Throws {@link InvalidSettingsException}. */
    public static SiteSettings read(SiteConfiguration configuration) {
        var reader = new SettingsReader();
        SiteSettings settings = reader.settings(configuration);
        if (!reader.faults.isEmpty()) {
            throw new InvalidSettingsException(reader.faults);
        }
        return settings;
    }

    private SiteSettings settings(SiteConfiguration configuration) {
        String region = required(
                "crossweave.site.region", configuration.site().region(), "the region's name, such as aws-us-east-1");
        if (!region.isEmpty()) {
            checkRegion("crossweave.site.region", region);
        }
        configuration
                .parent()
                .filter(parent -> !parent.equals(PARENT_IS_STDIN))
                .ifPresent(parent -> fault("crossweave.parent", parent, "must be stdin, or not be set"));
        Path data = dataDirectory(configuration.dataDir());
        return new SiteSettings(
                region,
                data,
                witnessDirectory(data, configuration.witnessDir()),
                existing("crossweave.keys-dir", configuration.keysDir(), FileKind.DIRECTORY),
                existing("crossweave.context-types", configuration.contextTypes(), FileKind.FILE),
                existing("crossweave.policy", configuration.policy(), FileKind.FILE),
                tokens(configuration.tokens()),
                intakes(region, configuration.intakes()),
                silence(configuration.peers()),
                siteUrls(configuration.sites()),
                homeRequests(configuration.homeRequests()),
                resolvers(configuration.resolvers()),
                historyMs(configuration.historyMs()));
    }

    private ResolverSettings resolvers(SiteConfiguration.Resolvers written) {
        long limitMs = written.timeLimitMs();
        if (limitMs < 1 || limitMs > ResolverSettings.TIME_LIMIT_MS_MAX) {
            String key = "crossweave.resolvers.time-limit-ms";
            fault(key, Long.toString(limitMs), "must be 1 to " + ResolverSettings.TIME_LIMIT_MS_MAX);
        }
        Optional<Path> directory =
                written.dir().map(dir -> existing("crossweave.resolvers.dir", Optional.of(dir), FileKind.DIRECTORY));
        var webhooks = new TreeMap<String, URI>();
        new TreeMap<>(written.webhooks()).forEach((name, text) -> {
            URI url = httpUrl(text);
            if (url == null) {
                fault("crossweave.resolvers.webhooks.\"" + name + "\"", text, "must be http(s)://host:port/path");
            } else {
                webhooks.put(name, url);
            }
        });
        return new ResolverSettings(limitMs, directory, webhooks);
    }

    private long historyMs(long written) {
        if (written < Limits.HISTORY_MS_MIN) {
            fault("crossweave.history-ms", Long.toString(written), "must be at least " + Limits.HISTORY_MS_MIN);
        }
        return written;
    }

    private SortedMap<String, URI> siteUrls(Map<String, SiteConfiguration.OtherSite> written) {
        var urls = new TreeMap<String, URI>();
        for (Map.Entry<String, SiteConfiguration.OtherSite> site : new TreeMap<>(written).entrySet()) {
            String key = "crossweave.sites.\"" + site.getKey() + "\"";
            checkRegion(key, site.getKey());
            String text = required(key + ".url", site.getValue().url(), "where the site's API is, http(s)://host:port");
            URI url = text.isEmpty() ? null : httpUrl(text);
            if (url != null) {
                urls.put(site.getKey(), url);
            } else if (!text.isEmpty()) {
                fault(key + ".url", text, "must be http(s)://host:port");
            }
        }
        return urls;
    }

    private static @Nullable URI httpUrl(String text) {
        try {
            var url = new URI(text);
            boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
            return http && url.getHost() != null && url.getQuery() == null ? url : null;
        } catch (URISyntaxException e) {
            return null;
        }
    }

    private SiteSettings.HomeRequests homeRequests(String text) {
        return switch (text) {
            case "forward" -> SiteSettings.HomeRequests.FORWARD;
            case "refuse" -> SiteSettings.HomeRequests.REFUSE;
            default -> {
                fault("crossweave.home-requests", text, "must be forward or refuse");
                yield SiteSettings.HomeRequests.REFUSE;
            }
        };
    }

    private SilenceBounds silence(SiteConfiguration.Peers peers) {
        try {
            return new SilenceBounds(peers.suspectAfterMs(), peers.partitionedAfterMs(), peers.alertAfterMs());
        } catch (IllegalArgumentException e) {
            faults.add("crossweave.peers: " + e.getMessage());
            return SilenceBounds.DEFAULT;
        }
    }

    private Path dataDirectory(Optional<String> value) {
        String key = "crossweave.data-dir";
        return writable(key, path(key, required(key, value, "a directory for the store")));
    }

    private Path witnessDirectory(Path data, Optional<String> value) {
        String key = "crossweave.witness-dir";
        return value.map(written -> writable(key, path(key, written))).orElseGet(() -> data.resolve("store"));
    }

    private Path writable(String key, Path directory) {
        if (directory.equals(NOWHERE)) {
            return NOWHERE;
        }
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            fault(key, directory.toString(), "must be a directory or a place where one can be made (" + e + ")");
            return NOWHERE;
        }
        if (!Files.isWritable(directory)) {
            fault(key, directory.toString(), "must be writable");
        }
        return directory;
    }

    private enum FileKind {
        FILE,
        DIRECTORY
    }

    private Path existing(String key, Optional<String> value, FileKind kind) {
        String allowed = switch (kind) {
            case FILE -> "a readable file";
            case DIRECTORY -> "a readable directory";
        };
        Path path = path(key, required(key, value, allowed));
        if (path.equals(NOWHERE)) {
            return NOWHERE;
        }
        boolean isKind = switch (kind) {
            case FILE -> Files.isRegularFile(path);
            case DIRECTORY -> Files.isDirectory(path);
        };
        if (!isKind || !Files.isReadable(path)) {
            fault(key, path.toString(), "must be " + allowed);
        }
        return path;
    }

    private TokenSettings tokens(SiteConfiguration.Tokens tokens) {
        String key = "crossweave.tokens.public-key";
        Path file = existing(key, tokens.publicKey(), FileKind.FILE);
        String pem = "";
        if (!file.equals(NOWHERE) && Files.isReadable(file)) {
            try {
                pem = RsaPublicKeyPem.read(file);
            } catch (IOException | IllegalArgumentException e) {
                fault(
                        key,
                        file.toString(),
                        "must be a PEM file with an RSA public key of 2048 bits or more (" + e.getMessage() + ")");
            }
        }
        return new TokenSettings(pem, tokens.issuer(), tokens.audience());
    }

    private SortedMap<String, IntakeSettings> intakes(String ownRegion, Map<String, SiteConfiguration.Intake> written) {
        var intakes = new TreeMap<String, IntakeSettings>();
        for (Map.Entry<String, SiteConfiguration.Intake> entry : new TreeMap<>(written).entrySet()) {
            String region = entry.getKey();
            String key = "crossweave.intakes.\"" + region + "\"";
            checkRegion(key, region);
            IntakeSettings intake = intake(key, entry.getValue(), region.equals(ownRegion));
            if (intake != null) {
                intakes.put(region, intake);
            }
        }
        if (!written.isEmpty() && !ownRegion.isEmpty() && !written.containsKey(ownRegion)) {
            faults.add("crossweave.intakes has no intake for this site's own region '" + ownRegion
                    + "': without one its peers can't reach it");
        }
        return intakes;
    }

    private @Nullable IntakeSettings intake(String key, SiteConfiguration.Intake written, boolean own) {
        String kind = required(key + ".kind", written.kind(), "kafka, eventhubs or pubsub");
        String endpoint = required(key + ".endpoint", written.endpoint(), "where the service is");
        String name = required(key + ".name", written.name(), "the topic or event hub");
        if (!kind.equals("pubsub")) {
            refusePubSubKeys(key, written);
        }
        return switch (kind) {
            case "kafka" -> new IntakeSettings.Kafka(endpoint, name);
            case "eventhubs" -> new IntakeSettings.EventHubs(endpoint, name);
            case "pubsub" -> {
                String project = required(key + ".project", written.project(), "the Google Cloud project");
                String subscription = own
                        ? required(key + ".subscription", written.subscription(), "what this site reads its topic by")
                        : written.subscription().orElse(null);
                yield new IntakeSettings.PubSub(endpoint, project, name, subscription);
            }
            case "" -> null;
            default -> {
                fault(key + ".kind", kind, "must be kafka, eventhubs or pubsub");
                yield null;
            }
        };
    }

    private void refusePubSubKeys(String key, SiteConfiguration.Intake written) {
        written.project().ifPresent(value -> fault(key + ".project", value, "is only for the kind pubsub"));
        written.subscription().ifPresent(value -> fault(key + ".subscription", value, "is only for the kind pubsub"));
    }

    private void checkRegion(String key, String region) {
        try {
            SiteId.requireRegion(region);
        } catch (IllegalArgumentException e) {
            faults.add(key + ": " + e.getMessage());
        }
    }

    private Path path(String key, String value) {
        try {
            return Path.of(value);
        } catch (InvalidPathException e) {
            fault(key, value, "must be a path (" + e.getReason() + ")");
            return NOWHERE;
        }
    }

    private String required(String key, Optional<String> value, String meaning) {
        if (value.isEmpty() || value.get().isBlank()) {
            faults.add(key + " is missing: " + meaning);
            return "";
        }
        return value.get();
    }

    private void fault(String key, String value, String allowed) {
        faults.add(key + " = '" + value + "' " + allowed);
    }
}
