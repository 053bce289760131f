package io.crossweave.simulator.policy;

import io.crossweave.core.model.ContextKey;
import java.util.Set;
import java.util.TreeSet;

/** What a site can't decide for a while, whichever policy it follows: about a destination, or about a context for it. */
public final class Undecided {
    private final Set<String> held = new TreeSet<>();

    public void toggle(String destination) {
        toggleNamed(destination);
    }

    public void toggle(String destination, ContextKey key) {
        toggleNamed(destination + "/" + key);
    }

    private void toggleNamed(String what) {
        if (!held.remove(what)) {
            held.add(what);
        }
    }

    /** All is decided from now on. */
    public void clear() {
        held.clear();
    }

    boolean is(String destination, ContextKey key) {
        return !held.isEmpty() && (held.contains(destination) || held.contains(destination + "/" + key));
    }
}
