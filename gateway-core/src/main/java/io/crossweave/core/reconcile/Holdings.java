package io.crossweave.core.reconcile;

import java.util.List;

/** What one site holds of the entries that are compared, by area. */
public interface Holdings {
    /** The hash of everything in an area. */
    SetHash of(Area area);

    /**
     * What it holds of the contexts of an area, by shard and fingerprint ascending, at most so many. Those of which it holds nothing are
     * left out, but where the area is a point.
     */
    List<Held> held(Area area, int max);

    /** Whether so much was once held of an area that to look through it takes too long: its parts are looked at instead. */
    default boolean isLarge(Area area) {
        return false;
    }
}
