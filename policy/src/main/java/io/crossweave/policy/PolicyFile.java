package io.crossweave.policy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file's text, and the name by which findings speak of it. */
public record PolicyFile(String name, String text) {
    public static PolicyFile of(Path path) throws IOException {
        return new PolicyFile(path.toString(), Files.readString(path, StandardCharsets.UTF_8));
    }
}
