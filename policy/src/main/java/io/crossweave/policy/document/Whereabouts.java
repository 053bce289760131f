package io.crossweave.policy.document;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/** A condition on where a site lies. */
public sealed interface Whereabouts {
    /** Whether a region meets the condition. */
    enum Answer {
        YES,
        NO,
        /** The condition asks for a jurisdiction, and the region lies in none. */
        UNDECIDED
    }

    Answer of(String region, Jurisdictions jurisdictions);

    /** Every site. */
    record Anywhere() implements Whereabouts {
        @Override
        public Answer of(String region, Jurisdictions jurisdictions) {
            return Answer.YES;
        }
    }

    /** Sites in one of these jurisdictions. */
    record Inside(SortedSet<String> jurisdictions) implements Whereabouts {
        public Inside {
            jurisdictions = copy(jurisdictions);
        }

        @Override
        public Answer of(String region, Jurisdictions known) {
            if (!known.place(region)) {
                return Answer.UNDECIDED;
            }
            return known.isInside(region, jurisdictions) ? Answer.YES : Answer.NO;
        }
    }

    /** Sites in none of these jurisdictions. */
    record Outside(SortedSet<String> jurisdictions) implements Whereabouts {
        public Outside {
            jurisdictions = copy(jurisdictions);
        }

        @Override
        public Answer of(String region, Jurisdictions known) {
            if (!known.place(region)) {
                return Answer.UNDECIDED;
            }
            return known.isInside(region, jurisdictions) ? Answer.NO : Answer.YES;
        }
    }

    /** Sites of these regions. */
    record Sites(SortedSet<String> regions) implements Whereabouts {
        public Sites {
            regions = copy(regions);
        }

        @Override
        public Answer of(String region, Jurisdictions jurisdictions) {
            return regions.contains(region) ? Answer.YES : Answer.NO;
        }
    }

    private static SortedSet<String> copy(SortedSet<String> names) {
        return Collections.unmodifiableSortedSet(new TreeSet<>(names));
    }
}
