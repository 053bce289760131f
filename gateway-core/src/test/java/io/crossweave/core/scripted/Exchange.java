package io.crossweave.core.scripted;

import io.crossweave.core.event.StampedEvent;
import java.util.ArrayList;
import java.util.List;

/** Hands the events of some sites to each other, in full. */
public final class Exchange {
    private static final int ROUNDS = 5;

    private Exchange() {}

    /** Every site gets every event of the others until none makes a new one. */
    public static void among(List<LaneSite> sites) {
        var sent = new ArrayList<StampedEvent>();
        for (int round = 0; round < ROUNDS; round++) {
            for (LaneSite from : sites) {
                for (StampedEvent event : from.ownEvents()) {
                    if (!sent.contains(event)) {
                        sent.add(event);
                        sites.stream().filter(to -> to != from).forEach(to -> to.arrive(from.id, event));
                    }
                }
            }
        }
    }
}
