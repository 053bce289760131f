package io.crossweave.simulator.fault;

/** The process of a site is gone, at this very place. */
public final class Crash extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Crash() {
        super("crash", null, false, false);
    }
}
