package io.crossweave.core.causality;

import io.crossweave.core.model.Dot;
import io.crossweave.core.model.SiteId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Site → highest contiguous counter delivered, of one context. Immutable; sites in ascending order in parallel arrays, since vectors are
 * short and compared far more often than changed. Counters that are not held are 0.
 */
public final class VersionVector {
    public static final VersionVector EMPTY = new VersionVector(new SiteId[0], new long[0]);

    private final SiteId[] sites;
    private final long[] counters;

    private VersionVector(SiteId[] sites, long[] counters) {
        this.sites = sites;
        this.counters = counters;
    }

    public static VersionVector of(Dot... dots) {
        VersionVector vector = EMPTY;
        for (Dot dot : dots) {
            vector = vector.with(dot.site(), dot.counter());
        }
        return vector;
    }

    /** Takes parallel arrays, which the caller gives up; sites strictly ascending. */
    public static VersionVector ofAscending(SiteId[] sites, long[] counters) {
        if (sites.length != counters.length) {
            throw new IllegalArgumentException(sites.length + " sites with " + counters.length + " counters");
        }
        for (int i = 1; i < sites.length; i++) {
            if (sites[i - 1].compareTo(sites[i]) >= 0) {
                throw new IllegalArgumentException("sites of a vector are not ascending");
            }
        }
        return sites.length == 0 ? EMPTY : new VersionVector(sites, counters);
    }

    public int size() {
        return sites.length;
    }

    public boolean isEmpty() {
        return sites.length == 0;
    }

    public SiteId siteAt(int index) {
        return sites[index];
    }

    public long counterAt(int index) {
        return counters[index];
    }

    public long get(SiteId site) {
        int at = Arrays.binarySearch(sites, site);
        return at >= 0 ? counters[at] : 0;
    }

    /** How many dots of a region are here, over all its incarnations. */
    public long countOf(String region) {
        long count = 0;
        for (int i = 0; i < sites.length; i++) {
            count += sites[i].region().equals(region) ? counters[i] : 0;
        }
        return count;
    }

    public boolean covers(Dot dot) {
        return get(dot.site()) >= dot.counter();
    }

    /** Whether every counter of {@code other} is reached here. */
    public boolean covers(VersionVector other) {
        int at = 0;
        for (int i = 0; i < other.sites.length; i++, at++) {
            int order = -1;
            while (at < sites.length && (order = sites[at].compareTo(other.sites[i])) < 0) {
                at++;
            }
            if (at == sites.length || order > 0 || counters[at] < other.counters[i]) {
                return false;
            }
        }
        return true;
    }

    /** This vector with one site's counter set, whether higher or lower than before. */
    public VersionVector with(SiteId site, long counter) {
        int at = Arrays.binarySearch(sites, site);
        if (at >= 0) {
            if (counters[at] == counter) {
                return this;
            }
            long[] changed = counters.clone();
            changed[at] = counter;
            return new VersionVector(sites, changed);
        }
        int insert = -at - 1;
        var moreSites = new SiteId[sites.length + 1];
        var moreCounters = new long[sites.length + 1];
        System.arraycopy(sites, 0, moreSites, 0, insert);
        System.arraycopy(counters, 0, moreCounters, 0, insert);
        moreSites[insert] = site;
        moreCounters[insert] = counter;
        System.arraycopy(sites, insert, moreSites, insert + 1, sites.length - insert);
        System.arraycopy(counters, insert, moreCounters, insert + 1, sites.length - insert);
        return new VersionVector(moreSites, moreCounters);
    }

    /** The greater counter of both for each site. */
    public VersionVector join(VersionVector other) {
        VersionVector joined = this;
        for (int i = 0; i < other.sites.length; i++) {
            if (other.counters[i] > joined.get(other.sites[i])) {
                joined = joined.with(other.sites[i], other.counters[i]);
            }
        }
        return joined;
    }

    /** The sites' last dots, ascending by site. */
    public List<Dot> dots() {
        var dots = new ArrayList<Dot>(sites.length);
        for (int i = 0; i < sites.length; i++) {
            dots.add(new Dot(sites[i], counters[i]));
        }
        return dots;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VersionVector that
                && Arrays.equals(counters, that.counters)
                && Arrays.equals(sites, that.sites);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(sites) + Arrays.hashCode(counters);
    }

    @Override
    public String toString() {
        return dots().toString();
    }
}
