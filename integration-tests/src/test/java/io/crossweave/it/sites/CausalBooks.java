package io.crossweave.it.sites;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Who said what because of what, written by those who speak before they speak. It knows nothing of versions or clocks. */
final class CausalBooks {
    private final Map<String, Set<String>> causes = new ConcurrentHashMap<>();

    /** Before a turn is published: the turns that its speaker has seen. */
    void wrote(String turn, Set<String> seenBefore) {
        if (causes.put(turn, Set.copyOf(seenBefore)) != null) {
            throw new IllegalArgumentException("turn " + turn + " is in the books already");
        }
    }

    Set<String> turns() {
        return Set.copyOf(causes.keySet());
    }

    /** What is wrong with turns as they stand in a document; empty where each is known, there once, and behind all of its causes. */
    List<String> faults(List<String> shown) {
        var faults = new ArrayList<String>();
        var position = new HashMap<String, Integer>();
        for (int i = 0; i < shown.size(); i++) {
            if (position.put(shown.get(i), i) != null) {
                faults.add(shown.get(i) + " is there twice");
            }
        }
        for (int i = 0; i < shown.size(); i++) {
            Set<String> needed = causes.get(shown.get(i));
            if (needed == null) {
                faults.add(shown.get(i) + " was never said");
                continue;
            }
            for (String cause : needed) {
                Integer at = position.get(cause);
                if (at == null || at > i) {
                    faults.add(shown.get(i) + " is seen " + (at == null ? "without " : "before ") + cause);
                }
            }
        }
        return faults;
    }

    /** What is missing of all turns. */
    Set<String> missing(List<String> shown) {
        var missing = new HashSet<>(causes.keySet());
        missing.removeAll(shown);
        return missing;
    }
}
