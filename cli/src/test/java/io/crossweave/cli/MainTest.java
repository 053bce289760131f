package io.crossweave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

final class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    /** A command as the real ones are: it reads the common options through its parent. */
    @Command(name = "probe")
    static final class Probe implements Runnable {
        @ParentCommand
        private Crossweave crossweave;

        private final RuntimeException failure;

        Probe(RuntimeException failure) {
            this.failure = failure;
        }

        @Override
        public void run() {
            if (crossweave.json()) {
                throw new CommandFailure("data at " + crossweave.dataDirectory());
            }
            throw failure;
        }
    }

    private int run(String... arguments) {
        return run(new IllegalStateException("one\ntwo"), arguments);
    }

    private int run(RuntimeException failure, String... arguments) {
        CommandLine line = Main.commandLine().addSubcommand(new Probe(failure));
        return line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(arguments);
    }

    @Test
    void versionIsThatOfTheBuild() {
        assertThat(run("--version")).isEqualTo(ExitCode.DONE);
        assertThat(out.toString()).matches("crossweave \\d+\\.\\d+\\.\\d+.*\\R");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void helpListsTheCommonOptions() {
        assertThat(run("--help")).isEqualTo(ExitCode.DONE);
        assertThat(out.toString()).contains("--data", "--json", "--version", "probe");
    }

    @Test
    void everyCommandHasHelp() {
        assertThat(run("probe", "--help")).isEqualTo(ExitCode.DONE);
        assertThat(out.toString()).contains("--data", "--json").contains("crossweave probe");
    }

    @Test
    void noCommandIsAUsageError() {
        assertThat(run()).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).hasLineCount(1).contains("a command is missing", "--help");
    }

    @Test
    void anUnknownOptionIsAUsageErrorInOneLine() {
        assertThat(run("probe", "--colour")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).hasLineCount(1).contains("--colour", "crossweave probe --help");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void commonOptionsAreReadOnEitherSideOfTheCommandsName() {
        assertThat(run("--json", "probe", "--data", "/tmp/x/../y")).isEqualTo(ExitCode.NO);
        assertThat(err.toString()).isEqualToIgnoringNewLines("crossweave: data at " + Path.of("/tmp/y"));
    }

    @Test
    void anUnexpectedFailureIsOneLineWithItsType() {
        assertThat(run("probe")).isEqualTo(ExitCode.NO);
        assertThat(err.toString()).hasLineCount(1).contains("IllegalStateException: one two");
    }
}
