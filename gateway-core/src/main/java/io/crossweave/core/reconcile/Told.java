package io.crossweave.core.reconcile;

import java.util.List;

/** What a site tells of one area. */
public sealed interface Told {
    Area area();

    /** The hashes of its parts, in order. */
    record Parts(Area area, List<SetHash> hashes) implements Told {
        public Parts {
            hashes = List.copyOf(hashes);
            if (hashes.size() != area.parts().size()) {
                throw new IllegalArgumentException(
                        hashes.size() + " hashes of " + area.parts().size() + " parts");
            }
        }
    }

    /** All that it holds there, by fingerprint ascending. */
    record Contexts(Area area, List<Held> held) implements Told {
        public Contexts {
            held = List.copyOf(held);
        }
    }
}
