package io.crossweave.core.model;

import java.util.Objects;

/**
 * One life of one site: the region's name and the random 64-bit incarnation drawn when its store was created (L15).
 *
 * <p>Ordered by region, then by incarnation as an unsigned number, so that every site breaks ties in the same way.
 */
public record SiteId(String region, long incarnation) implements Comparable<SiteId> {
    public SiteId {
        requireRegion(region);
    }

    /** The region name, or an error that says what is allowed. */
    public static String requireRegion(String region) {
        if (!NameForm.LABEL.matches(region)) {
            throw new IllegalArgumentException("region '" + region + "' must match " + NameForm.LABEL.pattern());
        }
        return region;
    }

    @Override
    public int compareTo(SiteId other) {
        int byRegion = region.compareTo(other.region);
        return byRegion != 0 ? byRegion : Long.compareUnsigned(incarnation, other.incarnation);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SiteId that && incarnation == that.incarnation && region.equals(that.region);
    }

    @Override
    public int hashCode() {
        return Objects.hash(region, incarnation);
    }

    /** {@code region~incarnation} with 16 hexadecimal digits. */
    @Override
    public String toString() {
        return "%s~%016x".formatted(region, incarnation);
    }
}
