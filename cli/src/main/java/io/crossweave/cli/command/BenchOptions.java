package io.crossweave.cli.command;

import io.crossweave.cli.bench.Load;
import java.time.Duration;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The load of a bench command. */
final class BenchOptions {
    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "500",
            description = "Events per second (default: ${DEFAULT-VALUE}).")
    private int rate;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "60",
            description = "How long is measured (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--warm-up",
            paramLabel = "S",
            defaultValue = "15",
            description = "How long the load runs before that (default: ${DEFAULT-VALUE}).")
    private int warmUpSeconds;

    @Option(
            names = "--bytes",
            paramLabel = "N",
            defaultValue = "1024",
            description = "Size of each event's value (default: ${DEFAULT-VALUE}).")
    private int bytes;

    @Option(
            names = "--contexts",
            paramLabel = "N",
            defaultValue = "32",
            description = "Contexts that the events go to in turn (default: ${DEFAULT-VALUE}).")
    private int contexts;

    Load load(CommandSpec spec) {
        require(spec, "--rate", rate, 100_000);
        require(spec, "--seconds", seconds, 3_600);
        require(spec, "--bytes", bytes, 1 << 20);
        require(spec, "--contexts", contexts, 1_000);
        return new Load(rate, Duration.ofSeconds(warmUpSeconds), Duration.ofSeconds(seconds), bytes, contexts);
    }

    private static void require(CommandSpec spec, String option, int value, int max) {
        if (value < 1 || value > max) {
            throw new ParameterException(spec.commandLine(), option + " " + value + " is not in 1.." + max);
        }
    }
}
