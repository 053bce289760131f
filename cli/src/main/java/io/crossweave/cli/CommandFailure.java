package io.crossweave.cli;

import java.io.Serial;

/** Ends a command with {@link ExitCode#NO} and one line on standard error. Expected, so it carries no stack. */
public final class CommandFailure extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String line;

    /** @param line for the person at the terminal: what, which and the limit */
    public CommandFailure(String line) {
        super(line, null, false, false);
        this.line = line;
    }

    public String line() {
        return line;
    }
}
