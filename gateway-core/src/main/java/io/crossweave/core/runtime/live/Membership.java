package io.crossweave.core.runtime.live;

import static java.util.Objects.requireNonNull;

import io.crossweave.core.causality.VersionVector;
import io.crossweave.core.gateway.PeerStatus;
import io.crossweave.core.membership.Members;
import io.crossweave.core.membership.Topology;
import io.crossweave.core.spi.Transport;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Opens and ends the links of a site as its members change (L8, L16). A member that comes gets a link first, then the context lanes'
 * attention, and by a look through all contexts what policy releases to it of what is there already. The link of a member that goes ends at
 * once, with whatever is still owed to it; its dots stay.
 */
final class Membership {
    /** Makes the link of a way; what fails in it goes to the given place. */
    @FunctionalInterface
    interface LinkMaker {
        PeerLink make(LinkWay way, Consumer<Throwable> fail);
    }

    /** What the rest of a site has to do with it. */
    interface Listener {
        /** These will be members: what they were told of policies in a former time does not count. */
        void joining(Collection<String> regions);

        /** These are none any more: nobody waits for them. */
        void left(Collection<String> regions);
    }

    /** What it works on. */
    record Parts(Members members, MemberLedger ledger, LongSupplier nextLinkEpoch, SiteThreads threads) {}

    /** A link that runs; what fails in one that has ended is nobody's concern. */
    private record Open(PeerLink link, Transport firstHop, AtomicBoolean ended) {}

    private final String region;
    private final Parts parts;
    private final LinkMaker maker;
    private final Consumer<Throwable> fail;
    private final ReentrantLock changing = new ReentrantLock();
    private final Map<String, Open> open = new TreeMap<>();
    private final Map<String, PeerLink> links = new ConcurrentSkipListMap<>();
    /** Members for which no log is kept: nothing is sent to them but heartbeats. */
    private final Set<String> evicted = ConcurrentHashMap.newKeySet();

    private volatile Map<String, Transport> neighbours = Map.of();
    private volatile boolean isChanging;
    private boolean closed;

    Membership(String region, Parts parts, LinkMaker maker, Consumer<Throwable> fail) {
        this.region = region;
        this.parts = parts;
        this.maker = maker;
        this.fail = fail;
    }

    /** By region; changes as members do. */
    Map<String, PeerLink> links() {
        return links;
    }

    /** What of a version may still be reached here. */
    VersionVector reachable(VersionVector version) {
        return parts.members().reachable(version);
    }

    /** Whether some may be on their way in, who have no link yet. */
    boolean isChanging() {
        return isChanging;
    }

    /** Whether no log is kept for a member. */
    boolean isEvicted(String member) {
        return evicted.contains(member);
    }

    /** From now on no log is kept for a member that is silent; false where it is none, or was evicted before. */
    boolean evict(String member) {
        changing.lock();
        try {
            Open silent = open.get(member);
            if (closed || silent == null || isEvicted(member)) {
                return false;
            }
            // Nobody reads the log for it any more before anything is taken out.
            parts.threads().end(silent.link().sending());
            parts.ledger().evict(member);
            return evicted.add(member);
        } finally {
            changing.unlock();
        }
    }

    /** A member that was evicted is heard again: it comes as one that is new, with a link of its own; false where it was not. */
    boolean welcome(String member, Listener listener) {
        changing.lock();
        try {
            if (closed || !isEvicted(member) || !open.containsKey(member)) {
                return false;
            }
            isChanging = true;
            listener.joining(Set.of(member));
            parts.ledger().join(Set.of(member));
            end(member);
            open(way(
                    parts.members().topology(),
                    neighbours,
                    member,
                    parts.nextLinkEpoch().getAsLong()));
            run(requireNonNull(open.get(member)));
            return true;
        } finally {
            isChanging = false;
            changing.unlock();
        }
    }

    /** The intake of one that is reached directly; null where it is none. */
    @Nullable
    Transport neighbour(String neighbour) {
        return neighbours.get(neighbour);
    }

    /** The links of a site's start; they don't run yet. */
    void begin(Map<String, Transport> intakes, long linkEpoch) {
        neighbours = Map.copyOf(intakes);
        requireNeighbours(parts.members().topology(), intakes);
        Topology topology = parts.members().topology();
        parts.members().peers().forEach(peer -> open(way(topology, neighbours, peer, linkEpoch)));
    }

    void start() {
        changing.lock();
        try {
            open.values().forEach(this::run);
        } finally {
            changing.unlock();
        }
    }

    /** No change is followed from now on; the links' threads end with the site's. */
    void close() {
        changing.lock();
        try {
            closed = true;
            open.values().forEach(each -> each.ended().set(true));
        } finally {
            changing.unlock();
        }
    }

    void closeTransports() {
        neighbours.values().forEach(Transport::close);
    }

    /**
     * Follows another topology; IllegalArgumentException, and nothing has changed, where it can't be followed. The site runs.
     *
     * @param intakes of those that are reached directly; one that is another object than before takes its place, and those that are not
     *     used any more are closed
     */
    MembersChange follow(Topology topology, Map<String, Transport> intakes, Listener listener) {
        changing.lock();
        try {
            if (closed) {
                throw new IllegalStateException("the site is stopping");
            }
            requireNeighbours(topology, intakes);
            isChanging = true;
            return change(topology, Map.copyOf(intakes), listener);
        } catch (IllegalArgumentException e) {
            throw e;
        } catch (RuntimeException e) {
            fail.accept(e);
            throw e;
        } finally {
            isChanging = false;
            changing.unlock();
        }
    }

    /** Begins the link to a peer anew, in an epoch of its own; between its end and its beginning something is done. */
    void renew(String peer, Runnable meanwhile) {
        changing.lock();
        try {
            if (closed || !open.containsKey(peer)) {
                return;
            }
            end(peer);
            meanwhile.run();
            open(way(
                    parts.members().topology(),
                    neighbours,
                    peer,
                    parts.nextLinkEpoch().getAsLong()));
            run(requireNonNull(open.get(peer)));
        } finally {
            changing.unlock();
        }
    }

    private void requireNeighbours(Topology topology, Map<String, Transport> intakes) {
        if (!topology.regions().contains(region)) {
            throw new IllegalArgumentException(region + " is none of the sites " + topology.regions());
        }
        var unknown = new TreeSet<>(topology.neighbours(region));
        unknown.removeAll(intakes.keySet());
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(
                    "no intake is known of " + unknown + ", which " + region + " reaches directly");
        }
    }

    private MembersChange change(Topology topology, Map<String, Transport> intakes, Listener listener) {
        SortedSet<String> before = parts.members().peers();
        var wanted = new TreeSet<>(topology.regions());
        wanted.remove(region);
        var joining = new TreeSet<>(wanted);
        joining.removeAll(before);
        var leaving = new TreeSet<>(before);
        leaving.removeAll(wanted);
        SortedSet<String> moved = moved(topology, intakes);
        var beginning = new TreeSet<>(joining);
        moved.stream().filter(this::isEvicted).forEach(beginning::add);
        listener.joining(beginning);
        parts.ledger().join(beginning);
        moved.forEach(this::end);
        // A link is there before anybody has something for it: what it misses of the log until then it reads there.
        var fresh = new TreeSet<>(joining);
        fresh.addAll(moved);
        long linkEpoch = fresh.isEmpty() ? 0 : parts.nextLinkEpoch().getAsLong();
        fresh.forEach(peer -> open(way(topology, intakes, peer, linkEpoch)));
        parts.members().follow(topology);
        SortedMap<String, Long> retired = retire(leaving, listener);
        Collection<Transport> formerIntakes = neighbours.values();
        neighbours = intakes;
        fresh.forEach(peer -> run(requireNonNull(open.get(peer))));
        formerIntakes.stream().filter(intake -> !intakes.containsValue(intake)).forEach(Transport::close);
        return new MembersChange(joining, retired, moved);
    }

    private LinkWay way(Topology topology, Map<String, Transport> intakes, String peer, long linkEpoch) {
        String next = topology.nextHop(region, peer).orElseThrow();
        return new LinkWay(peer, linkEpoch, next, firstHop(topology, intakes, peer));
    }

    private Transport firstHop(Topology topology, Map<String, Transport> intakes, String peer) {
        String next = topology.nextHop(region, peer).orElseThrow();
        return requireNonNull(intakes.get(next), next);
    }

    /** Peers that stay and are reached another way. */
    private SortedSet<String> moved(Topology topology, Map<String, Transport> intakes) {
        var moved = new TreeSet<String>();
        open.forEach((peer, link) -> {
            if (topology.regions().contains(peer) && !link.firstHop().equals(firstHop(topology, intakes, peer))) {
                moved.add(peer);
            }
        });
        return moved;
    }

    private SortedMap<String, Long> retire(SortedSet<String> leaving, Listener listener) {
        var owed = new TreeMap<String, Long>();
        for (String peer : leaving) {
            links.remove(peer);
            PeerStatus status = requireNonNull(open.get(peer)).link().status();
            owed.put(peer, status.queued() + status.sent() - status.confirmed());
            end(peer);
        }
        parts.ledger().retire(leaving);
        listener.left(leaving);
        return owed;
    }

    // ---- one link
    // ------------------------------------------------------------------------------------------------------

    private void open(LinkWay way) {
        var ended = new AtomicBoolean();
        PeerLink link = maker.make(way, cause -> {
            if (!ended.get()) {
                fail.accept(cause);
            }
        });
        open.put(way.destination(), new Open(link, way.firstHop(), ended));
        links.put(way.destination(), link);
        evicted.remove(way.destination());
        link.logReaches();
    }

    private void run(Open opened) {
        opened.link().runners().forEach(parts.threads()::start);
    }

    private void end(String peer) {
        Open ending = requireNonNull(open.remove(peer));
        ending.ended().set(true);
        ending.link().end();
        evicted.remove(peer);
        parts.threads().end(ending.link().runners().keySet());
    }
}
