package io.crossweave.cli.command;

import io.crossweave.cli.CommandFailure;
import io.crossweave.cli.Crossweave;
import io.crossweave.cli.ExitCode;
import io.crossweave.cli.demo.Demo;
import io.crossweave.cli.demo.Demo.Beginning;
import io.crossweave.cli.demo.DemoDirectory;
import io.crossweave.cli.demo.DemoState;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code demo}: runs the demo in the foreground. */
@Command(
        name = "demo",
        description = {
            "Runs three sites, each with its own local cloud, until it is stopped by Ctrl-C or SIGTERM.",
            "Sites and clouds that die are started again. Prints one line READY when all sites answer."
        })
public final class DemoCommand implements Callable<Integer> {
    @ParentCommand
    private Crossweave crossweave;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--port-base",
            paramLabel = "N",
            defaultValue = "8080",
            description = "The sites listen on N+1, N+2 and N+3 (default: ${DEFAULT-VALUE}).")
    private int portBase;

    @Option(names = "--fresh", description = "Empty the data folder first.")
    private boolean fresh;

    @Override
    public Integer call() throws IOException, InterruptedException {
        requirePortBase();
        var directory = new DemoDirectory(crossweave.dataDirectory());
        Beginning beginning = fresh ? Beginning.FRESH : Beginning.CONTINUED;
        try (Demo demo = Demo.prepare(Crossweave.home(), directory, portBase, beginning, this::say)) {
            Runtime.getRuntime().addShutdownHook(new Thread(demo::close, "stop-demo"));
            try {
                announce(demo.start());
            } catch (CommandFailure | IOException e) {
                if (!demo.isClosing()) {
                    throw e;
                }
                // Stopped while it started: whatever failed, failed because of that.
            }
            demo.awaitClose();
        }
        return ExitCode.DONE;
    }

    private void requirePortBase() {
        if (portBase < 1 || portBase > Demo.PORT_BASE_MAX) {
            throw new ParameterException(
                    spec.commandLine(), "--port-base " + portBase + " is not within 1 and " + Demo.PORT_BASE_MAX);
        }
    }

    private void say(String line) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("crossweave: " + line);
        err.flush();
    }

    private void announce(DemoState state) {
        PrintWriter out = spec.commandLine().getOut();
        if (crossweave.json()) {
            out.println(state.json());
        } else {
            out.println(state.sites().stream()
                    .map(site -> site.name() + "=" + site.url())
                    .collect(Collectors.joining(" ", "READY ", "")));
            out.println("API: " + state.sites().getFirst().url() + "/q/openapi (a token for it: ./crossweave token"
                    + crossweave.dataOption() + ")");
        }
        out.flush();
    }
}
