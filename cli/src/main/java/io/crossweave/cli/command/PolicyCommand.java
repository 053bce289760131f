package io.crossweave.cli.command;

import io.crossweave.cli.Crossweave;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code policy}: groups the commands about policy files. */
@Command(
        name = "policy",
        description = "Works with context-type and policy files.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = PolicyCheckCommand.class)
public final class PolicyCommand implements Runnable {
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
