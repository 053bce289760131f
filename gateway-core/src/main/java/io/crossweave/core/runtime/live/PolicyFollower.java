package io.crossweave.core.runtime.live;

import io.crossweave.core.context.LaneInput;
import io.crossweave.core.link.PolicyInForce;
import io.crossweave.core.link.PolicySweep;
import io.crossweave.core.link.PolicySweep.Concern;
import io.crossweave.core.membership.Members;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.SiteId;
import io.crossweave.core.rows.LinkRows;
import io.crossweave.core.rows.PolicyRows;
import io.crossweave.core.spi.CommitOutcome;
import io.crossweave.core.spi.ContextStore;
import io.crossweave.core.spi.ReleasePolicy;
import io.crossweave.core.spi.WriteBatch;
import io.crossweave.core.stored.PolicyMark;
import io.crossweave.core.stored.SweepMark;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the site's policy as it changes (L11): a thread of its own looks through all contexts for each destination and hands what is to
 * be restated to the context lanes, a part at a time. Where it stopped is noted once the lanes have committed what it handed over.
 */
final class PolicyFollower implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(PolicyFollower.class);
    private static final int CONTEXTS_OF_A_PART = 128;
    private static final long LOOK_MS = 60_000;

    /** Hands inputs to context lanes. */
    interface Lanes {
        void put(ContextKey key, LaneInput input);

        /** Waits until everything that was put before for these contexts is committed. */
        void await(Collection<ContextKey> keys);
    }

    private final SiteId site;
    private final ContextStore store;
    private final PolicyRows rows;
    private final PolicyInForce policy;
    private final Members members;
    private final Lanes lanes;
    private final Consumer<Throwable> fail;
    private final Semaphore changed = new Semaphore(0);
    private final ReentrantLock marking = new ReentrantLock();
    /** How often members came. */
    private long joins;

    /** Notes durably which policy the site follows, before anything is released under its number. */
    PolicyFollower(LiveSettings settings, Members members, ContextStore store, Lanes lanes, Consumer<Throwable> fail) {
        this.site = settings.site();
        this.store = store;
        this.rows = new PolicyRows(store);
        this.members = members;
        this.lanes = lanes;
        this.fail = fail;
        PolicyMark stored = rows.policy();
        this.policy = new PolicyInForce(settings.policy(), stored);
        var batch = new WriteBatch();
        rows.putPolicy(batch, policy.mark());
        if (stored == null) {
            // Nothing has left this store yet that another policy released.
            members.peers().forEach(region -> rows.putTold(batch, region, SweepMark.told(policy.version())));
        }
        commit(batch);
    }

    PolicyInForce policy() {
        return policy;
    }

    /** Follows another policy from now on; true where it is another one. */
    boolean follow(ReleasePolicy next) {
        PolicyMark mark = policy.markOf(next);
        if (mark.projectionEpoch() == policy.version()) {
            return false;
        }
        var batch = new WriteBatch();
        rows.putPolicy(batch, mark);
        commit(batch);
        policy.follow(next, mark);
        changed.release();
        LOG.info("site={} follows another policy epoch={}", site.region(), mark.projectionEpoch());
        return true;
    }

    /** Members come: looks through contexts that are under way end and begin again, since a newcomer is told of nothing. */
    void joining() {
        marking.lock();
        try {
            joins++;
        } finally {
            marking.unlock();
        }
    }

    /** Looks soon who is to be told of something. */
    void look() {
        changed.release();
    }

    @Override
    public void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                for (String destination : members.peers()) {
                    sweep(destination);
                }
                changed.tryAcquire(LOOK_MS, TimeUnit.MILLISECONDS);
                changed.drainPermits();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            fail.accept(e);
        }
    }

    private void sweep(String destination) {
        long begun = joins();
        var sweep = new PolicySweep(site, destination, policy, rows, new LinkRows(store));
        Optional<PolicySweep.Part> part = sweep.next(CONTEXTS_OF_A_PART);
        while (part.isPresent() && members.isPeer(destination)) {
            for (Concern concern : part.get().concerns()) {
                lanes.put(
                        concern.key(),
                        switch (concern) {
                            case Concern.Restate(ContextKey key) ->
                                new LaneInput.Restate(
                                        key, destination, part.get().mark().sweepEpoch());
                            case Concern.Rejoin(ContextKey key) ->
                                new LaneInput.Rejoin(
                                        key, destination, part.get().mark().sweepEpoch());
                            case Concern.Share(ContextKey key) -> new LaneInput.Share(key, destination);
                        });
            }
            lanes.await(part.get().concerns().stream().map(Concern::key).toList());
            if (!mark(destination, part.get().mark(), begun)) {
                return;
            }
            part = sweep.next(CONTEXTS_OF_A_PART);
        }
    }

    private long joins() {
        marking.lock();
        try {
            return joins;
        } finally {
            marking.unlock();
        }
    }

    /** Notes how far a destination is told, unless members came since the look through began: it may be one of them, and told of nothing. */
    private boolean mark(String destination, SweepMark told, long begun) {
        marking.lock();
        try {
            if (joins != begun) {
                changed.release();
                return false;
            }
            var batch = new WriteBatch();
            rows.putTold(batch, destination, told);
            commit(batch);
            return true;
        } finally {
            marking.unlock();
        }
    }

    private void commit(WriteBatch batch) {
        var done = new CompletableFuture<CommitOutcome>();
        store.commit(batch, done::complete);
        try {
            if (done.get() instanceof CommitOutcome.Unknown(Throwable cause)) {
                throw new IllegalStateException("the policy's mark could not be stored", cause);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while storing the policy's mark", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the policy's mark could not be stored", e);
        }
    }
}
