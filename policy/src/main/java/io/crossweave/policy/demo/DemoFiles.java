package io.crossweave.policy.demo;

import io.crossweave.policy.PolicyFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The demo's files, by the names under which they are usually written out. */
public final class DemoFiles {
    private DemoFiles() {}

    public static List<PolicyFile> all() {
        return List.of(read("context-types.yaml"), read("policy.yaml"));
    }

    private static PolicyFile read(String name) {
        try (InputStream in = DemoFiles.class.getResourceAsStream("/demo/" + name)) {
            if (in == null) {
                throw new IllegalStateException("the resource demo/" + name + " is missing from this build");
            }
            return new PolicyFile(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
