package io.crossweave.cli;

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
