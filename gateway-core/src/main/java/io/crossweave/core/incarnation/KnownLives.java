package io.crossweave.core.incarnation;

import io.crossweave.core.limits.Limits;
import io.crossweave.core.link.LifeNews.Asked;
import io.crossweave.core.model.SiteId;
import io.crossweave.core.rows.LifeRows;
import io.crossweave.core.stored.Life;
import java.util.BitSet;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which life of each peer counts here. A later one is let in once every lane has fenced the others off durably, so that nothing of a lost life
 * can come in behind what the peer is told of it. One caller at a time.
 */
public final class KnownLives {
    /** How to go on with a heartbeat of a peer. */
    public enum Hearing {
        /** It is of the life that counts. */
        COUNTS,
        /** It is of the first life of the peer that is heard of: it counts, and the lanes are to know of no other. */
        FIRST,
        /** It is of a later life: the lanes are to fence the others off. */
        LATER,
        /** It is not of the life that counts, or asks who that is: only its keys are of use. */
        ASIDE
    }

    private static final class Peer {
        private @Nullable Life current;
        private @Nullable Life next;
        private final BitSet fenced = new BitSet();
        private @Nullable Asked asked;
        /** What lanes have of the peer. */
        private @Nullable Life held;
    }

    private final Map<String, Peer> peers = new TreeMap<>();
    private final int lanes;

    /**
     * As the rows of a site say.
     *
     * @param lanes how many lanes have to fence
     */
    public KnownLives(LifeRows rows, Collection<String> regions, int lanes) {
        this.lanes = lanes;
        for (String region : regions) {
            var peer = new Peer();
            peer.current = rows.peer(region);
            peers.put(region, peer);
            for (int shard = 0; shard < Limits.SHARDS; shard++) {
                Life fence = rows.fence(region, shard);
                if (fence != null) {
                    held(fence);
                }
            }
        }
    }

    private Peer peer(String region) {
        return peers.computeIfAbsent(region, absent -> new Peer());
    }

    /** A lane has committed something of a life. */
    public void held(Life life) {
        Peer peer = peer(life.site().region());
        Life before = peer.held;
        if (before == null || !before.site().equals(life.site())) {
            peer.held = before == null || life.linkEpoch() > before.linkEpoch() ? life : before;
        } else {
            peer.held = new Life(
                    life.site(),
                    Math.max(before.linkEpoch(), life.linkEpoch()),
                    Math.max(before.commit(), life.commit()));
        }
    }

    /** The latest life of a peer that anything is known of here; null where there is none. */
    public @Nullable Life seen(String region) {
        Peer peer = peer(region);
        Life held = peer.held;
        Life current = peer.current;
        if (held == null || current == null) {
            return held == null ? current : held;
        }
        return !held.site().equals(current.site()) && current.linkEpoch() > held.linkEpoch() ? current : held;
    }

    /** The life of a peer that counts; null before the first. */
    public @Nullable Life current(String region) {
        return peer(region).current;
    }

    /** Whose question about itself the peer asked last. */
    public @Nullable Asked asked(String region) {
        return peer(region).asked;
    }

    public void asks(SiteId site, long linkEpoch) {
        peer(site.region()).asked = new Asked(site, linkEpoch);
    }

    /** A heartbeat of a life that does not ask. */
    public Hearing heard(SiteId site, long linkEpoch) {
        Peer peer = peer(site.region());
        Life current = peer.current;
        if (current != null && current.site().equals(site)) {
            return Hearing.COUNTS;
        }
        Life held = peer.held;
        boolean first = current == null && (held == null || held.site().equals(site));
        if (peer.next != null && peer.next.site().equals(site)) {
            return first ? Hearing.COUNTS : Hearing.ASIDE;
        }
        Life latest = peer.next == null ? current : peer.next;
        if (latest != null && linkEpoch <= latest.linkEpoch()) {
            return Hearing.ASIDE;
        }
        peer.next = new Life(site, linkEpoch, 0);
        peer.fenced.clear();
        return first ? Hearing.FIRST : Hearing.LATER;
    }

    /** A lane has fenced off all but one life of a peer; answers that life once, when all lanes have. */
    public Optional<Life> fenced(SiteId site, int shard) {
        Peer peer = peer(site.region());
        Life next = peer.next;
        if (next == null || !next.site().equals(site)) {
            return Optional.empty();
        }
        peer.fenced.set(shard);
        return peer.fenced.cardinality() == lanes ? Optional.of(next) : Optional.empty();
    }

    /** A life counts from now on: that is durable. */
    public void counts(Life life) {
        Peer peer = peer(life.site().region());
        peer.current = life;
        peer.next = null;
        peer.fenced.clear();
        held(life);
    }
}
