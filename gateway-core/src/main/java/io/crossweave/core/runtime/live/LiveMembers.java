package io.crossweave.core.runtime.live;

import io.crossweave.core.context.AfterCommit;
import io.crossweave.core.membership.Topology;
import io.crossweave.core.spi.AuditSink;
import io.crossweave.core.spi.Transport;
import java.util.Collection;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who the members of a running site are, and how they come and go without a restart (L8, L16). */
public final class LiveMembers {
    private static final Logger LOG = LoggerFactory.getLogger(LiveMembers.class);

    /** Where it is said what happened. */
    record Words(AuditSink audit, Consumer<AfterCommit> alarm) {}

    private final Membership membership;
    private final PolicyFollower policies;
    private final LiveDurability durability;
    private final LiveClock clock;
    private final Words words;

    LiveMembers(
            Membership membership, PolicyFollower policies, LiveDurability durability, LiveClock clock, Words words) {
        this.membership = membership;
        this.policies = policies;
        this.durability = durability;
        this.clock = clock;
        this.words = words;
    }

    /**
     * Follows other members, or other ways to them, from now on: one that comes gets in the background what policy releases to it of what is
     * there; one that goes is waited for by nobody. Throws IllegalArgumentException, and nothing has changed, where the topology can't be
     * followed.
     *
     * @param intakes of those that are reached directly, by region: an object that was given before is the same intake, and one that is
     *     not given any more is closed
     */
    public MembersChange follow(Topology topology, Map<String, Transport> intakes) {
        MembersChange change = membership.follow(topology, intakes, new Affected());
        policies.look();
        change.added().forEach(region -> words.audit().record(MemberEntries.added(region, clock.nowMs())));
        change.retired().forEach(this::retired);
        if (!change.isEmpty()) {
            LOG.info("other members are followed {}", change);
        }
        return change;
    }

    /** A member is silent for so long that no log is kept for it any more (L16). */
    void evict(String region, long silentMs) {
        if (membership.evict(region)) {
            words.alarm()
                    .accept(new AfterCommit.Alarm(
                            "member evicted",
                            region + " has been silent for " + silentMs
                                    + " ms: no log is kept for it, and it gets states when it is heard again"));
        }
    }

    /** One of those is heard again: it gets what policy releases to it of what is there. */
    void welcome(String region) {
        if (membership.welcome(region, new Affected())) {
            policies.look();
            LOG.info("peer={} was evicted and is heard again", region);
        }
    }

    boolean isEvicted(String region) {
        return membership.isEvicted(region);
    }

    private void retired(String region, long owed) {
        words.audit().record(MemberEntries.retired(region, owed, clock.nowMs()));
        if (owed > 0) {
            words.alarm()
                    .accept(new AfterCommit.Alarm(
                            "retired with a rest", region + " had not confirmed " + owed + " records and envelopes"));
        }
    }

    /** A change can't be followed; the members that were stay so. */
    public void refuses(String reason) {
        words.alarm().accept(new AfterCommit.Alarm("members refused", reason));
    }

    /** What depends on who the members are. */
    private final class Affected implements Membership.Listener {
        @Override
        public void joining(Collection<String> regions) {
            if (!regions.isEmpty()) {
                policies.joining();
            }
        }

        @Override
        public void left(Collection<String> regions) {
            durability.left(regions);
            regions.forEach(clock::forget);
        }
    }
}
