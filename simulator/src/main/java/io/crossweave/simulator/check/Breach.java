package io.crossweave.simulator.check;

/** What a run may find broken, in the order in which a summary tells it. */
public enum Breach {
    LOST("lost"),
    DUPLICATE_EFFECT("duplicate effects"),
    CAUSAL_INVERSION("causal inversions"),
    LEAK("leaks"),
    DIVERGENT("divergent"),
    /** Everything else: clocks, watermarks, bounds, answers, nonces. */
    OTHER("other");

    private final String text;

    Breach(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }
}
