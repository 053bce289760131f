package io.crossweave.core.model;

/** One event within one context: the site that stamped it and that site's counter in the context, from 1. */
public record Dot(SiteId site, long counter) implements Comparable<Dot> {
    public Dot {
        if (counter < 1) {
            throw new IllegalArgumentException("a dot's counter starts at 1, not " + counter);
        }
    }

    @Override
    public int compareTo(Dot other) {
        int bySite = site.compareTo(other.site);
        return bySite != 0 ? bySite : Long.compare(counter, other.counter);
    }

    @Override
    public String toString() {
        return site + ":" + counter;
    }
}
