package io.crossweave.core.event;

import io.crossweave.core.model.Hlc;
import io.crossweave.core.model.SiteId;
import org.jspecify.annotations.Nullable;

/**
 * When a context expires, as one event set it. A context has the greatest that was applied to it, so the order in which they arrive does
 * not matter (L16). One site never gives two events of a context the same clock value, so its counter would add nothing to the order; the
 * instant itself is in it only so that two different ones are never equal.
 *
 * @param hlc the clock value of the event that set it
 * @param atMs milliseconds since the epoch; {@link Lifetime#NEVER} for a context that stays
 */
public record Expiry(Hlc hlc, SiteId site, long atMs) implements Comparable<Expiry> {
    /** The one that counts of two, either of which may be missing. */
    public static @Nullable Expiry greater(@Nullable Expiry one, @Nullable Expiry other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.compareTo(other) >= 0 ? one : other;
    }

    @Override
    public int compareTo(Expiry other) {
        int byClock = hlc.compareTo(other.hlc);
        if (byClock != 0) {
            return byClock;
        }
        int bySite = site.compareTo(other.site);
        return bySite != 0 ? bySite : Long.compare(atMs, other.atMs);
    }
}
