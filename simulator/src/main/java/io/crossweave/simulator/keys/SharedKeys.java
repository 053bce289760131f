package io.crossweave.simulator.keys;

import static java.util.Objects.requireNonNull;

import io.crossweave.crypto.keystore.KeyDirectory;
import io.crossweave.crypto.keystore.SiteKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The long-lived keys of all sites, the same for every seed: what varies with the seed are data keys, message ids and wrappings. */
public final class SharedKeys {
    private static final long SEED = 2_026;

    private final Map<String, SiteKeys> sites = new TreeMap<>();

    private SharedKeys() {}

    /** Makes a key directory for these regions and reads it as sites do. */
    public static SharedKeys of(List<String> regions) {
        var keys = new SharedKeys();
        try {
            Path dir = Files.createTempDirectory("simulator-keys");
            try {
                KeyDirectory.create(dir, regions, new SeededEntropy(new SplittableRandom(SEED)));
                regions.forEach(region -> keys.sites.put(region, KeyDirectory.open(dir, region)));
            } finally {
                delete(dir);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("no place for the keys of simulated sites", e);
        }
        return keys;
    }

    private static void delete(Path dir) throws IOException {
        try (Stream<Path> files = Files.walk(dir)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    public SiteKeys of(String region) {
        return requireNonNull(sites.get(region));
    }
}
