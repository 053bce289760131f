package io.crossweave.it.house;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;

/** Where the project lies: told by the build, because a test's working folder is its module's. */
final class ProjectFolder {
    private ProjectFolder() {}

    static Path path() {
        return Path.of(requireNonNull(System.getProperty("crossweave.home"), "the build sets crossweave.home"));
    }
}
