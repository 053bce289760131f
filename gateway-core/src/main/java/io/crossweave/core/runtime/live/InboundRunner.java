package io.crossweave.core.runtime.live;

import io.crossweave.core.context.LaneInput;
import io.crossweave.core.inbound.Arrival;
import io.crossweave.core.inbound.InboundPath;
import io.crossweave.core.link.HeldDots;
import io.crossweave.core.membership.Members;
import io.crossweave.core.model.LaneId;
import io.crossweave.core.spi.Delivery;
import io.crossweave.core.spi.DeliverySink;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes deliveries one after the other and hands their items to the context lanes; blocks where those are full. */
final class InboundRunner implements DeliverySink {
    private static final Logger LOG = LoggerFactory.getLogger(InboundRunner.class);

    /** Where opened envelopes go. */
    @FunctionalInterface
    interface LaneEntrance {
        void put(int shard, LaneInput.Arrived envelope) throws InterruptedException;
    }

    private final InboundPath path;
    private final LiveClock clock;
    private final SiteMeters meters;
    private final LaneEntrance entrance;
    private final LiveLives lives;
    private final Relay relay;
    private final RepairRunner repair;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Long, Runnable> unsettled = new ConcurrentHashMap<>();
    private final AtomicLong tickets = new AtomicLong();

    /** The other sites: who they are, their lives, what is for one of them and came here, and what silently differs. */
    record Others(Members members, LiveLives lives, Relay relay, RepairRunner repair) {}

    InboundRunner(LiveSettings settings, LiveClock clock, SiteMeters meters, LaneEntrance entrance, Others others) {
        this.path = new InboundPath(settings.site().region(), others.members(), settings.opener());
        this.clock = clock;
        this.meters = meters;
        this.entrance = entrance;
        this.lives = others.lives();
        this.relay = others.relay();
        this.repair = others.repair();
    }

    @Override
    public void deliver(Delivery delivery) throws InterruptedException {
        meters.framesReceived.increment();
        lock.lockInterruptibly();
        try {
            Arrival arrival = path.take(delivery.frame(), clock.nowMs());
            if (arrival instanceof Arrival.NotForwarded(String destination, String reason)) {
                relay.notForwarded(destination, delivery.frame().size());
            }
            take(arrival, delivery.acknowledge());
        } finally {
            lock.unlock();
        }
    }

    private void take(Arrival arrival, Runnable acknowledge) throws InterruptedException {
        switch (arrival) {
            case Arrival.Items items -> hand(items, acknowledge);
            case Arrival.Control(var address, var heartbeat) -> {
                lives.heard(address.origin(), heartbeat);
                acknowledge.run();
            }
            case Arrival.Repair(var address, var message) -> {
                repair.heard(address.origin().region(), message);
                acknowledge.run();
            }
            case Arrival.Held(var address, var message) -> {
                acknowledge.run();
                if (message instanceof HeldDots.Ask ask) {
                    lives.asked(address.origin(), ask);
                }
            }
            case Arrival.Keys(String origin) -> {
                acknowledge.run();
                for (Arrival unparked : path.retryParked(origin, clock.nowMs())) {
                    take(unparked, () -> {}); // its frames were acknowledged when they were kept
                }
            }
            // The number stays open at the origin until its items are committed: what is kept in memory only can't get
            // lost.
            case Arrival.Kept kept -> acknowledge.run();
            // As with what is kept: who misses it asks its origin for it again.
            case Arrival.Onward onward -> {
                relay.take(onward);
                acknowledge.run();
            }
            case Arrival.NotForwarded(String _, String reason) -> rejected(reason, acknowledge);
            case Arrival.Rejected(String reason) -> rejected(reason, acknowledge);
        }
    }

    private void rejected(String reason, Runnable acknowledge) {
        meters.framesRejected.increment();
        LOG.warn("rejected a frame: {}", reason);
        acknowledge.run();
    }

    private void hand(Arrival.Items items, Runnable acknowledge) throws InterruptedException {
        meters.envelopesReceived.increment();
        LaneId lane = items.address().lane().orElseThrow();
        long ticket = tickets.incrementAndGet();
        unsettled.put(ticket, acknowledge);
        entrance.put(
                lane.shard(),
                new LaneInput.Arrived(
                        ticket,
                        items.address().origin(),
                        lane.tier(),
                        items.address().linkEpoch(),
                        items.address().number(),
                        items.items(),
                        items.body().projectionEpoch(),
                        items.body().commit()));
    }

    /** An envelope's items are committed: acknowledge after commit, since an acknowledgement moves the broker's position. */
    void settled(long ticket) {
        Runnable acknowledge = unsettled.remove(ticket);
        if (acknowledge != null) {
            acknowledge.run();
        }
    }
}
