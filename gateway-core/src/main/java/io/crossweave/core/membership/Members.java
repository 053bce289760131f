package io.crossweave.core.membership;

import static java.util.Objects.requireNonNull;

import io.crossweave.core.causality.VersionVector;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.model.Dot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The sites that count now, as this one sees it: it sends its dots to each of them, and only those are asked, waited for and listened to.
 * May change while the site runs; who asks gets the answer of now. A site that was retired is none any more, and its dots stay valid.
 */
public final class Members {
    /**
     * One state of it, so that nobody sees a half of a change.
     *
     * @param retired regions that were members and are none
     */
    private record Now(Topology topology, SortedSet<String> peers, Set<String> retired) {}

    /** Strangers that are remembered: more than there are sites nobody names who means well. */
    private static final int STRANGERS_MAX = Limits.SITES_MAX;

    private final String region;
    private volatile Now now;
    /** Regions that somebody's dots depend on and that were never members here, by when they were met. */
    private final Map<String, Long> strangers = new ConcurrentHashMap<>();

    /**
     * @param region this site's region, which is in the topology
     */
    public Members(String region, Topology topology) {
        this.region = region;
        this.now = now(topology, Set.of());
    }

    /** Members that all reach each other directly. */
    public static Members mesh(String region, Collection<String> peers) {
        var all = new TreeSet<>(peers);
        all.add(region);
        return new Members(region, Topology.mesh(all));
    }

    private Now now(Topology topology, Collection<String> retired) {
        if (!topology.regions().contains(region)) {
            throw new IllegalArgumentException(region + " is none of the sites " + topology.regions());
        }
        var peers = new TreeSet<>(topology.regions());
        peers.remove(region);
        var gone = new TreeSet<>(retired);
        gone.removeAll(topology.regions());
        return new Now(topology, Collections.unmodifiableSortedSet(peers), Collections.unmodifiableSet(gone));
    }

    /** Follows another topology from now on; who is no member any more is retired. */
    public void follow(Topology topology) {
        var retired = new TreeSet<>(now.retired());
        retired.addAll(now.peers());
        now = now(topology, retired);
        strangers.keySet().removeAll(topology.regions());
    }

    /** Takes over who was retired before this start. */
    public void remember(Collection<String> retired) {
        now = now(now.topology(), retired);
    }

    /**
     * Whether no dot of a region comes any more: it was retired, or it is none of those that this site knows and has been so for long
     * enough for a change of members to get everywhere. Who is merely silent is a member, and comes back.
     */
    public boolean isGone(String other, long nowMs) {
        Now state = now;
        if (other.equals(region) || state.peers().contains(other)) {
            return false;
        }
        if (state.retired().contains(other)) {
            return true;
        }
        if (strangers.size() >= STRANGERS_MAX && !strangers.containsKey(other)) {
            return false;
        }
        return nowMs - strangers.computeIfAbsent(other, met -> nowMs) >= Limits.STRANGER_MS;
    }

    /** What of a version may still be reached here: dots of retired regions count as reached. */
    public VersionVector reachable(VersionVector version) {
        Set<String> retired = now.retired();
        var left = new ArrayList<Dot>();
        for (Dot dot : version.dots()) {
            if (!retired.contains(dot.site().region())) {
                left.add(dot);
            }
        }
        return left.size() == version.size() ? version : VersionVector.of(left.toArray(Dot[]::new));
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
