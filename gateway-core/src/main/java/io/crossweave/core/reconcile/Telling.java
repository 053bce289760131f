package io.crossweave.core.reconcile;

import io.crossweave.core.limits.Limits;
import java.util.List;

/** Answers the questions of the other side from what is held here. It remembers nothing: an answer that got lost is asked for again. */
public final class Telling {
    private Telling() {}

    /** Few contexts are named; of more the hashes of the area's parts are told. */
    public static Told of(Area area, Holdings holdings) {
        if (!area.isPoint() && holdings.isLarge(area)) {
            return parts(area, holdings);
        }
        List<Held> few = holdings.held(area, Limits.RECONCILED_CONTEXTS_MAX + 1);
        if (few.size() <= Limits.RECONCILED_CONTEXTS_MAX || area.isPoint()) {
            return new Told.Contexts(area, few);
        }
        return parts(area, holdings);
    }

    private static Told parts(Area area, Holdings holdings) {
        return new Told.Parts(area, area.parts().stream().map(holdings::of).toList());
    }
}
