package io.crossweave.core.repair;

import io.crossweave.core.event.Restatement.Run;
import io.crossweave.core.reconcile.Area;
import io.crossweave.core.reconcile.Held;
import java.util.ArrayList;
import java.util.Comparator;

/** Contexts by their place in the space of areas. */
final class Areas {
    static final Comparator<Area> ORDER = Comparator.comparingInt(Area::shard)
            .thenComparing(Area::prefix, Long::compareUnsigned)
            .thenComparingInt(Area::digits);

    private Areas() {}

    /** Contexts of one fingerprint are told as one: as rare as they are, they are looked at together. */
    static Held together(Held one, Held other) {
        var declined = new ArrayList<Run>(one.declined());
        declined.addAll(other.declined());
        return new Held(
                one.shard(),
                one.fingerprint(),
                one.hash().plus(other.hash()),
                one.vector() * 31 + other.vector(),
                declined);
    }
}
