package io.crossweave.core.membership;

import static java.util.Objects.requireNonNull;

import io.crossweave.core.model.SiteId;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which sites there are and which of them reach each other directly. All other ways lead over relays: from everywhere the ways to one
 * destination form a tree, so that no frame comes to a relay twice. Immutable.
 */
public final class Topology {
    private final SortedSet<String> regions;
    private final Map<String, SortedSet<String>> neighbours = new TreeMap<>();
    /** By destination: the next hop of every other region. */
    private final Map<String, Map<String, String>> nextHops = new TreeMap<>();

    private Topology(Collection<String> regions) {
        this.regions = Collections.unmodifiableSortedSet(new TreeSet<>(regions));
        this.regions.forEach(region -> neighbours.put(SiteId.requireRegion(region), new TreeSet<>()));
    }

    /** Every site reaches every other one directly. */
    public static Topology mesh(Collection<String> regions) {
        var mesh = new Topology(regions);
        for (String one : mesh.regions) {
            mesh.regions.tailSet(one).forEach(other -> mesh.join(one, other));
        }
        return mesh.withRoutes();
    }

    /** All sites reach the hub, and each other over it. */
    public static Topology star(String hub, Collection<String> regions) {
        var star = new Topology(regions);
        if (!star.regions.contains(hub)) {
            throw new IllegalArgumentException("the hub " + hub + " is none of the sites " + star.regions);
        }
        star.regions.forEach(region -> star.join(hub, region));
        return star.withRoutes();
    }

    /**
     * Each site reaches the one above it and those below it.
     *
     * @param parents by region, who is above it; exactly one region has nobody above it
     */
    public static Topology hierarchy(Map<String, String> parents) {
        var all = new TreeSet<>(parents.keySet());
        all.addAll(parents.values());
        var tops = new TreeSet<>(all);
        tops.removeAll(parents.keySet());
        if (tops.size() != 1) {
            throw new IllegalArgumentException(
                    "a hierarchy has one site with nobody above it, this one has " + (tops.isEmpty() ? "none" : tops));
        }
        var hierarchy = new Topology(all);
        parents.forEach((region, parent) -> hierarchy.join(parent, region));
        return hierarchy.withRoutes();
    }

    private void join(String one, String other) {
        if (!one.equals(other)) {
            of(one).add(other);
            of(other).add(one);
        }
    }

    private SortedSet<String> of(String region) {
        return requireNonNull(neighbours.get(region), region);
    }

    /** The shortest ways, and of those the one over the first names, so that all sites compute the same. */
    private Topology withRoutes() {
        for (String destination : regions) {
            var towards = new TreeMap<String, String>();
            var open = new ArrayDeque<String>(regions.size());
            open.add(destination);
            while (!open.isEmpty()) {
                String near = open.removeFirst();
                for (String region : of(near)) {
                    if (!region.equals(destination) && !towards.containsKey(region)) {
                        towards.put(region, near);
                        open.add(region);
                    }
                }
            }
            if (towards.size() != regions.size() - 1) {
                var cutOff = new TreeSet<>(regions);
                cutOff.removeAll(towards.keySet());
                cutOff.remove(destination);
                throw new IllegalArgumentException("no way leads from " + cutOff + " to " + destination);
            }
            nextHops.put(destination, towards);
        }
        return this;
    }

    public SortedSet<String> regions() {
        return regions;
    }

    /** Who is reached directly. */
    public SortedSet<String> neighbours(String region) {
        return Collections.unmodifiableSortedSet(neighbours.getOrDefault(region, Collections.emptySortedSet()));
    }

    /** Whom a frame goes to next on its way; empty where there is no such way. */
    public Optional<String> nextHop(String from, String destination) {
        return Optional.ofNullable(nextHops.getOrDefault(destination, Map.of()).get(from));
    }

    /** Whether the way from one region to another leads over a third one. */
    public boolean leadsOver(String relay, String from, String destination) {
        Optional<String> at = nextHop(from, destination);
        while (at.isPresent() && !at.get().equals(destination)) {
            if (at.get().equals(relay)) {
                return true;
            }
            at = nextHop(at.get(), destination);
        }
        return false;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Topology that && neighbours.equals(that.neighbours);
    }

    @Override
    public int hashCode() {
        return neighbours.hashCode();
    }

    @Override
    public String toString() {
        return "Topology" + neighbours;
    }
}
