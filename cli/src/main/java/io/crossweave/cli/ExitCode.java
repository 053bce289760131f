package io.crossweave.cli;

/** What a command answers to the shell. */
public final class ExitCode {
    public static final int DONE = 0;

    /** The answer is no: divergence, denied, invalid, or the work could not be done. */
    public static final int NO = 1;

    /** The command line itself is wrong. */
    public static final int USAGE = 2;

    private ExitCode() {}
}
