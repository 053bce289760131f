package io.crossweave.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * The root of the command line, with the options that every command takes before or after its name. A command reads them through
 * {@code @ParentCommand Crossweave}.
 */
@Command(
        name = "crossweave",
        description = "Runs and operates Crossweave, a multi-cloud context synchronization gateway.",
        versionProvider = Crossweave.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        sortOptions = false)
public final class Crossweave implements Runnable {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "Folder of the demo's data and keys (default: the project's .crossweave/demo).")
    private @Nullable Path data;

    @Option(names = "--json", scope = ScopeType.INHERIT, description = "Print the result as JSON.")
    private boolean json;

    @Option(names = "--help", usageHelp = true, scope = ScopeType.INHERIT, description = "Show this help and exit.")
    @SuppressWarnings("UnusedVariable") // its presence is what picocli acts on
    private boolean help;

    @Option(names = "--version", versionHelp = true, description = "Print the version and exit.")
    @SuppressWarnings("UnusedVariable") // its presence is what picocli acts on
    private boolean version;

    @Spec
    private CommandSpec spec;

    /** The folder of the demo's data, absolute. It may not exist yet. */
    public Path dataDirectory() {
        return data == null
                ? home().resolve(".crossweave").resolve("demo")
                : data.toAbsolutePath().normalize();
    }

    /** How another command is told the same folder: an option with a blank before it, or nothing for the default. */
    public String dataOption() {
        return data == null ? "" : " --data " + data;
    }

    /** Whether the result is wanted as JSON. */
    public boolean json() {
        return json;
    }

    /** The project's folder, told by the launcher: the built site and the local clouds are found from there. */
    public static Path home() {
        return Path.of(System.getProperty("crossweave.home", "")).toAbsolutePath();
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    /** The version of the build. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            var properties = new Properties();
            try (InputStream resource = Crossweave.class.getResourceAsStream("version.properties")) {
                properties.load(resource);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return new String[] {"crossweave " + properties.getProperty("version")};
        }
    }
}
