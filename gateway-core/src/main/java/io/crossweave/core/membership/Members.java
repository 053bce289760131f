package io.crossweave.core.membership;

import static java.util.Objects.requireNonNull;

import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The sites that count now, as this one sees it: it sends its dots to each of them, and only those are asked, waited for and listened to.
 * May change while the site runs; who asks gets the answer of now. A site that was retired is none any more, and its dots stay valid.
 */
public final class Members {
    /** One state of it, so that nobody sees a half of a change. */
    private record Now(Topology topology, SortedSet<String> peers) {}

    private final String region;
    private volatile Now now;

    /**
     * @param region this site's region, which is in the topology
     */
    public Members(String region, Topology topology) {
        this.region = region;
        this.now = now(topology);
    }

    /** Members that all reach each other directly. */
    public static Members mesh(String region, Collection<String> peers) {
        var all = new TreeSet<>(peers);
        all.add(region);
        return new Members(region, Topology.mesh(all));
    }

    private Now now(Topology topology) {
        if (!topology.regions().contains(region)) {
            throw new IllegalArgumentException(region + " is none of the sites " + topology.regions());
        }
        var peers = new TreeSet<>(topology.regions());
        peers.remove(region);
        return new Now(topology, Collections.unmodifiableSortedSet(peers));
    }

    /** Follows another topology from now on. */
    public void follow(Topology topology) {
        now = now(topology);
    }

    public Topology topology() {
        return now.topology();
    }

    /** All members but this site, whether they are reached directly or not. */
    public SortedSet<String> peers() {
        return now.peers();
    }

    public boolean isPeer(String other) {
        return now.peers().contains(other);
    }

    /** Whom this site hands over what is for a peer: the peer itself, or a relay. */
    public String firstHop(String peer) {
        return requireNonNull(now.topology().nextHop(region, peer).orElse(null), peer);
    }

    /**
     * Where a frame goes on that came here and is for another site. Only a site on the way relays: then no frame goes back where it came
     * from, and none comes twice.
     */
    public Onward onward(String origin, String destination) {
        Topology topology = now.topology();
        Optional<String> next = topology.nextHop(region, destination);
        if (next.isEmpty()) {
            return new Onward.Refused("for " + destination + ", which is no member");
        }
        if (!topology.leadsOver(region, origin, destination)) {
            return new Onward.Refused("the way from " + origin + " to " + destination + " does not lead over here");
        }
        return new Onward.Via(next.get());
    }
}
