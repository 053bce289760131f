package io.crossweave.cli;

import io.crossweave.cli.command.BenchCommand;
import io.crossweave.cli.command.ConflictsCommand;
import io.crossweave.cli.command.DeleteCommand;
import io.crossweave.cli.command.DemoCommand;
import io.crossweave.cli.command.GetCommand;
import io.crossweave.cli.command.PatchCommand;
import io.crossweave.cli.command.PeersCommand;
import io.crossweave.cli.command.PolicyCommand;
import io.crossweave.cli.command.PutCommand;
import io.crossweave.cli.command.QuarantineCommand;
import io.crossweave.cli.command.RepairCommand;
import io.crossweave.cli.command.ReplayCommand;
import io.crossweave.cli.command.TokenCommand;
import io.crossweave.cli.command.WatchCommand;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Runs the command that the arguments name. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /** The model of all commands, ready to execute. */
    public static CommandLine commandLine() {
        return new CommandLine(new Crossweave())
                .addSubcommand(new DemoCommand())
                .addSubcommand(new TokenCommand())
                .addSubcommand(new ReplayCommand())
                .addSubcommand(new GetCommand())
                .addSubcommand(new PutCommand())
                .addSubcommand(new PatchCommand())
                .addSubcommand(new DeleteCommand())
                .addSubcommand(new WatchCommand())
                .addSubcommand(new PeersCommand())
                .addSubcommand(new ConflictsCommand())
                .addSubcommand(new QuarantineCommand())
                .addSubcommand(new RepairCommand())
                .addSubcommand(new PolicyCommand())
                .addSubcommand(new BenchCommand())
                .setParameterExceptionHandler(Main::reportUsage)
                .setExecutionExceptionHandler(Main::reportFailure);
    }

    private static int reportUsage(ParameterException exception, String[] arguments) {
        CommandLine command = exception.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        report(command, exception.getMessage() + " (" + name + " --help tells more)");
        return ExitCode.USAGE;
    }

    private static int reportFailure(Exception exception, CommandLine command, ParseResult result) {
        // Anything but a CommandFailure is a bug or a broken machine: its type says more than its message alone.
        report(command, exception instanceof CommandFailure failure ? failure.line() : exception.toString());
        return ExitCode.NO;
    }

    private static void report(CommandLine command, String message) {
        command.getErr()
                .println("crossweave: "
                        + message.lines().reduce((a, b) -> a + " " + b).orElse(""));
        command.getErr().flush();
    }
}
