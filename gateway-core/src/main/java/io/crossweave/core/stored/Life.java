package io.crossweave.core.stored;

import io.crossweave.core.model.SiteId;

/**
 * How far one life of a site is known to have come (L15). Lives of a region follow each other by generation, which is the upper half of their
 * link epochs: so an epoch of a successor is greater than all of those before it.
 *
 * @param linkEpoch the greatest one that it is known to have used; 0 where none is known
 * @param commit the greatest commit of its store that it has told of
 */
public record Life(SiteId site, long linkEpoch, long commit) {
    private static final int GENERATION_BIT = 32;

    public static long generationOf(long linkEpoch) {
        return linkEpoch >>> GENERATION_BIT;
    }

    /** The link epoch below all those of a generation. */
    public static long epochBefore(long generation) {
        return generation << GENERATION_BIT;
    }

    public long generation() {
        return generationOf(linkEpoch);
    }

    /** Whether somebody who knows this knows of something that happened to the site and of which it has nothing itself. */
    public boolean isAheadOf(Life own) {
        if (site.equals(own.site)) {
            return linkEpoch > own.linkEpoch || commit > own.commit;
        }
        return generation() >= own.generation();
    }
}
