package io.crossweave.cli.process;

import java.nio.file.Path;
import java.util.List;

/**
 * How a child JVM is started, the first time and again.
 *
 * @param name for messages
 * @param role decides when it is stopped
 * @param arguments of {@code java}
 * @param log what it prints on either stream is appended here
 */
public record ChildCommand(String name, Role role, List<String> arguments, Path workingDirectory, Path log) {
    /** In the order of starting; what was started last stops first. */
    public enum Role {
        CLOUD,
        SITE
    }

    public ChildCommand {
        arguments = List.copyOf(arguments);
    }
}
