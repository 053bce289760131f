package io.crossweave.core.state;

import io.crossweave.core.model.Dot;
import io.crossweave.core.model.EntryId;
import io.crossweave.core.stored.LosingTwin;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Dots that go behind another dot of the same client event (L1), and those of their entries that stand all the same. */
final class LosingTwins {
    private final TreeMap<Dot, LosingTwin> losers = new TreeMap<>();

    /** Whether an entry gives way. */
    boolean hides(EntryId id) {
        LosingTwin loser = losers.get(id.dot());
        return loser != null && !loser.standing().contains(id.ordinal());
    }

    /** The entry, as old as the twin that counts is. */
    Entry ranked(Entry entry) {
        LosingTwin loser = losers.get(entry.id().dot());
        return loser == null ? entry : entry.standingFor(loser);
    }

    /** What gave way once never stands again: another twin only takes more away. */
    void lose(LosingTwin loser) {
        LosingTwin before = losers.get(loser.dot());
        var standing = new ArrayList<>(loser.standing());
        if (before != null) {
            standing.retainAll(before.standing());
        }
        losers.put(loser.dot(), new LosingTwin(loser.dot(), loser.countsHlc(), loser.counts(), standing));
    }

    boolean contains(Dot dot) {
        return losers.containsKey(dot);
    }

    /** Whether a dot is one of several of a client event. */
    boolean isTwin(Dot dot) {
        return losers.containsKey(dot)
                || losers.values().stream().anyMatch(loser -> loser.counts().equals(dot));
    }

    SortedSet<Dot> dots() {
        return new TreeSet<>(losers.keySet());
    }

    List<LosingTwin> stored() {
        return new ArrayList<>(losers.values());
    }

    void restore(List<LosingTwin> stored) {
        stored.forEach(loser -> losers.put(loser.dot(), loser));
    }
}
