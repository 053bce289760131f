package io.crossweave.it.demo;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;

/** The project that the launcher stands in. */
final class LauncherBuild {
    private LauncherBuild() {}

    static Path home() {
        return Path.of(requireNonNull(System.getProperty("crossweave.home"), "the build sets crossweave.home"));
    }

    /**
     * Tells the launcher that the build which runs this test has built everything, unless it knows of a later one. Otherwise it would start a
     * build within the build, on the same folders. What was saved since this build began is newer than the mark, and is still built.
     */
    static void markBuilt() throws IOException {
        Instant began = Instant.parse(
                requireNonNull(System.getProperty("crossweave.build.began"), "the build tells its beginning"));
        Path mark = home().resolve("cli/target/built");
        if (!Files.exists(mark)) {
            Files.createFile(mark);
            Files.setLastModifiedTime(mark, FileTime.from(began));
        } else if (Files.getLastModifiedTime(mark).toInstant().isBefore(began)) {
            Files.setLastModifiedTime(mark, FileTime.from(began));
        }
    }
}
