package io.crossweave.cli.command;

import io.crossweave.cli.Main;
import java.io.PrintWriter;
import java.io.StringWriter;

/** A command that was run to its end. */
record CommandRun(int exitCode, String out, String err) {
    static CommandRun of(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        int exitCode = Main.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
        return new CommandRun(exitCode, out.toString(), err.toString());
    }
}
