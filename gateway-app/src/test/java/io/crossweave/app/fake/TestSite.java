package io.crossweave.app.fake;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A site's files and settings in a directory of their own. */
public final class TestSite implements QuarkusTestResourceLifecycleManager {
    private @Nullable Path directory;

    @Override
    public Map<String, String> start() {
        try {
            Path made = Files.createTempDirectory("crossweave-app");
            directory = made;
            return Map.of(
                    "crossweave.site.region", "aws-us-east-1",
                    "crossweave.data-dir", made.resolve("data").toString(),
                    "crossweave.keys-dir",
                            Files.createDirectory(made.resolve("keys")).toString(),
                    "crossweave.context-types",
                            Files.createFile(made.resolve("types.yaml")).toString(),
                    "crossweave.policy",
                            Files.createFile(made.resolve("policy.yaml")).toString(),
                    "crossweave.tokens.public-key",
                            Files.writeString(made.resolve("tokens.pem"), Tokens.publicKeyPem())
                                    .toString(),
                    "quarkus.http.test-port", "0");
        } catch (IOException e) {
            throw new UncheckedIOException("making a site's files", e);
        }
    }

    @Override
    public void stop() {
        if (directory == null) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("removing a site's files", e);
        }
    }
}
