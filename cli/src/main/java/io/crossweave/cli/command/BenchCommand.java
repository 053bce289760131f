package io.crossweave.cli.command;

import io.crossweave.cli.Crossweave;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code bench}: load on a running demo or on other sites, and how long things take under it. */
@Command(
        name = "bench",
        description =
                "Puts an open-loop load on running sites; latencies count from the time at which each event was due.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {BenchPublishCommand.class, BenchLatencyCommand.class})
public final class BenchCommand implements Runnable {
    @ParentCommand
    private Crossweave crossweave;

    @Spec
    private CommandSpec spec;

    Crossweave crossweave() {
        return crossweave;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
