package io.crossweave.app.configuration;

import io.crossweave.core.limits.Limits;
import io.crossweave.core.link.SilenceBounds;
import io.crossweave.core.model.SiteId;
import io.crossweave.core.reconcile.SetHashKey;
import io.crossweave.core.repair.RepairPlan;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Checks a configuration as a whole, so that an operator learns of all faults in one start and not one by one. */
public final class SettingsReader {
    /** The one way in which a site can know of its parent. */
    public static final String PARENT_IS_STDIN = "stdin";

    private static final Path NOWHERE = Path.of("");
    private static final long START_WAIT_MS_MAX = 3_600_000;

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
        PeersSource source = configuration.peersFile().map(this::peersSource).orElse(null);
        return new SiteSettings(
                region,
                data,
                witnessDirectory(data, configuration.witnessDir()),
                existing("crossweave.keys-dir", configuration.keysDir(), FileKind.DIRECTORY),
                existing("crossweave.context-types", configuration.contextTypes(), FileKind.FILE),
                existing("crossweave.policy", configuration.policy(), FileKind.FILE),
                tokens(configuration.tokens()),
                source,
                peers(region, configuration, source),
                silence(configuration.peers()),
                homeRequests(configuration.homeRequests()),
                resolvers(configuration.resolvers()),
                historyMs(configuration.historyMs()),
                repair(configuration.repair()),
                startWaitMs(configuration.startWaitMs()));
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
            URI url = PeersReader.httpUrl(text);
            if (url == null) {
                fault("crossweave.resolvers.webhooks.\"" + name + "\"", text, "must be http(s)://host:port/path");
            } else {
                webhooks.put(name, url);
            }
        });
        return new ResolverSettings(limitMs, directory, webhooks, credentials(written));
    }

    private SortedMap<String, Path> credentials(SiteConfiguration.Resolvers written) {
        var credentials = new TreeMap<String, Path>();
        new TreeMap<>(written.credentials()).forEach((name, text) -> {
            String key = "crossweave.resolvers.credentials.\"" + name + "\"";
            if (!written.webhooks().containsKey(name)) {
                fault(key, text, "is for no webhook");
            } else {
                credentials.put(name, existing(key, Optional.of(text), FileKind.FILE));
            }
        });
        return credentials;
    }

    private long historyMs(long written) {
        if (written < Limits.HISTORY_MS_MIN) {
            fault("crossweave.history-ms", Long.toString(written), "must be at least " + Limits.HISTORY_MS_MIN);
        }
        return written;
    }

    private RepairPlan repair(SiteConfiguration.Repair repair) {
        SetHashKey hashes = repair.keyFile().isPresent() ? setHashKey(repair.keyFile()) : SetHashKey.PUBLIC;
        try {
            return new RepairPlan(hashes, repair.everyMs());
        } catch (IllegalArgumentException e) {
            faults.add("crossweave.repair.every-ms: " + e.getMessage());
            return RepairPlan.DEFAULT;
        }
    }

    private SetHashKey setHashKey(Optional<String> written) {
        String key = "crossweave.repair.key-file";
        Path file = existing(key, written, FileKind.FILE);
        if (file.equals(NOWHERE) || !Files.isReadable(file)) {
            return SetHashKey.PUBLIC;
        }
        try {
            return new SetHashKey(HexFormat.of().parseHex(Files.readString(file).strip()));
        } catch (IOException | IllegalArgumentException e) {
            // What it holds is a secret: it is not repeated.
            fault(key, file.toString(), "must be a file of " + 2 * SetHashKey.BYTES + " hexadecimal digits");
            return SetHashKey.PUBLIC;
        }
    }

    private @Nullable PeersSource peersSource(String written) {
        String key = "crossweave.peers-file";
        Path file = existing(key, Optional.of(written), FileKind.FILE);
        if (file.equals(NOWHERE)) {
            return null;
        }
        try {
            return new PeersSource(file, Files.readString(file));
        } catch (IOException e) {
            fault(key, file.toString(), "can't be read (" + e + ")");
            return null;
        }
    }

    private PeersSettings peers(String region, SiteConfiguration configuration, @Nullable PeersSource source) {
        if (source == null) {
            return new PeersReader(region, faults::add).read(configuration);
        }
        if (!configuration.intakes().isEmpty() || !configuration.sites().isEmpty()) {
            faults.add("crossweave.intakes and crossweave.sites may stand in the file that crossweave.peers-file"
                    + " names, or elsewhere, but not in both");
        }
        return PeersReader.read(region, source.text(), fault -> faults.add(source.file() + ": " + fault));
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
            return new SilenceBounds(
                    peers.suspectAfterMs(), peers.partitionedAfterMs(), peers.alertAfterMs(), peers.evictAfterMs());
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

    private long startWaitMs(long written) {
        if (written < 0 || written > START_WAIT_MS_MAX) {
            fault("crossweave.start-wait-ms", Long.toString(written), "must be 0 to " + START_WAIT_MS_MAX);
        }
        return written;
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
