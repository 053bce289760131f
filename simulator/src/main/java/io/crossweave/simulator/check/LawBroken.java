package io.crossweave.simulator.check;

import java.util.function.Supplier;

/** A checker's finding: the run ends with it. */
public final class LawBroken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Breach breach;

    LawBroken(Breach breach, String what) {
        super(breach.text() + ": " + what);
        this.breach = breach;
    }

    public Breach breach() {
        return breach;
    }

    static void unless(boolean holds, Breach breach, Supplier<String> what) {
        if (!holds) {
            throw new LawBroken(breach, what.get());
        }
    }
}
