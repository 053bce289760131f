package io.crossweave.core.runtime.live;

import static java.util.Objects.requireNonNull;

import io.crossweave.core.inbound.Arrival;
import io.crossweave.core.inbound.InboundPath;
import io.crossweave.core.incarnation.SiteStart;
import io.crossweave.core.link.Heartbeat;
import io.crossweave.core.link.HeldDots;
import io.crossweave.core.link.LifeNews.Phase;
import io.crossweave.core.membership.Members;
import io.crossweave.core.spi.ContextStore;
import io.crossweave.core.spi.Delivery;
import io.crossweave.core.spi.Transport;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries the messages of a site's start (L15) until the site may serve: heartbeats that ask what is known of it, and pages of what its lost
 * lives have left with its peers. It takes nothing else in.
 */
public final class LiveStart {
    private static final Logger LOG = LoggerFactory.getLogger(LiveStart.class);
    private static final long BEAT_MS = 250;
    private static final long TELL_MS = 10_000;

    /** A site that may serve: what it is made of, and who it is. */
    public record Started(LiveSettings settings, SiteIdentity identity) {}

    /** What is to be sent to one peer now. */
    private record Turn(OutboundPort port, Heartbeat beat, List<byte[]> keysKnown, Optional<HeldDots.Ask> ask) {}

    private final LiveSettings settings;
    private final ContextStore store;
    private final SiteStart start;
    private final Members members;
    private final InboundPath path;
    private final Map<String, OutboundPort> ports = new TreeMap<>();
    private final Map<String, List<byte[]>> keysKnown = new TreeMap<>();
    private final Set<String> sending = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    private long portsEpoch;
    private long sequence;
    private Phase told = Phase.ASKING;
    private long tellAtNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TELL_MS);

    private LiveStart(LiveSettings settings, ContextStore store, SiteStart.Witness witness, long waitMs) {
        this.settings = settings;
        this.store = store;
        String region = settings.site().region();
        this.members = new Members(region, settings.topology());
        SortedSet<String> peers = members.peers();
        this.path = new InboundPath(region, members, settings.opener());
        this.start = new SiteStart(
                new SiteStart.Settings(region, peers, witness, waitMs, new SecureRandom()::nextLong),
                store,
                batch -> SiteIdentity.commit(store, batch),
                System.currentTimeMillis());
    }

    /**
     * Starts a site; returns when it may serve.
     *
     * @param settings what it is made of; who it is in them is not known yet
     * @param waitMs after so long the answers of some peers, or the witness, are enough
     * @throws InterruptedException when it is not to start any more
     */
    public static Started run(LiveSettings settings, ContextStore store, SiteStart.Witness witness, long waitMs)
            throws InterruptedException {
        var starting = new LiveStart(settings, store, witness, waitMs);
        Transport intake = settings.intake();
        if (intake == null) {
            return starting.started(null);
        }
        var handedOn = new HandedOnIntake(intake);
        handedOn.subscribe(starting::deliver);
        starting.untilItServes();
        handedOn.unsubscribe();
        return starting.started(handedOn);
    }

    private Started started(@Nullable Transport intake) {
        if (start.phase() != Phase.SERVING) {
            throw new IllegalStateException("a site with peers needs an intake to start");
        }
        SiteIdentity identity = SiteIdentity.of(start, store, System.currentTimeMillis());
        return new Started(settings.as(identity.site(), identity.linkEpoch()).from(intake), identity);
    }

    // ---- out
    // -----------------------------------------------------------------------------------------------------------

    private void untilItServes() throws InterruptedException {
        List<Turn> turns = turns();
        while (!turns.isEmpty()) {
            turns.stream()
                    .filter(turn -> sending.add(turn.port().destination()))
                    .forEach(turn -> Thread.ofVirtual()
                            .name("start-to-" + turn.port().destination())
                            .start(() -> send(turn)));
            turns = turns();
        }
    }

    /** One peer that can't be reached keeps no other one waiting. */
    private void send(Turn turn) {
        try {
            turn.port().sendKeys(turn.keysKnown(), turn.port().currentKeyId());
            turn.port().send(turn.beat());
            if (turn.ask().isPresent()) {
                turn.port().send(turn.ask().get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("site={} can't send while it starts", start.site(), e);
        } finally {
            sending.remove(turn.port().destination());
        }
    }

    /** Waits a little; empty once the site may serve. */
    private List<Turn> turns() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long nanos = sequence == 0 ? 0 : TimeUnit.MILLISECONDS.toNanos(BEAT_MS);
            while (nanos > 0 && start.phase() != Phase.SERVING) {
                nanos = news.awaitNanos(nanos);
            }
            start.proceed(System.currentTimeMillis());
            tell();
            return start.phase() == Phase.SERVING
                    ? List.of()
                    : members.peers().stream().map(this::turn).toList();
        } finally {
            lock.unlock();
        }
    }

    private Turn turn(String region) {
        sequence++;
        var beat = new Heartbeat(
                start.linkEpoch(),
                sequence,
                System.currentTimeMillis(),
                List.of(),
                0,
                List.of(),
                settings.opener().knownKeys(region));
        return new Turn(
                port(region),
                beat.with(start.news(region)),
                keysKnown.getOrDefault(region, List.of()),
                start.ask(region));
    }

    /** Who sends may become another one in between. */
    private OutboundPort port(String region) {
        if (portsEpoch != start.linkEpoch()) {
            ports.clear();
            portsEpoch = start.linkEpoch();
        }
        return ports.computeIfAbsent(
                region,
                to -> new OutboundPort(
                        settings.as(start.site(), start.linkEpoch()),
                        new LinkWay(
                                to,
                                start.linkEpoch(),
                                members.firstHop(to),
                                requireNonNull(settings.links().get(members.firstHop(to)))),
                        new LiveClock(0, Long.MAX_VALUE),
                        new SiteMeters(),
                        cause -> LOG.error("site={} can't send while it starts", start.site(), cause)));
    }

    private void tell() {
        if (told != start.phase()) {
            told = start.phase();
            LOG.info("site={} is {} declaredEmpty={}", start.site(), told, start.declaredEmpty());
        }
        if (start.phase() != Phase.SERVING && System.nanoTime() - tellAtNanos > 0) {
            tellAtNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TELL_MS);
            LOG.warn("site={} is {} and waits for {}", start.site(), start.phase(), start.awaited());
        }
    }

    // ---- in
    // ------------------------------------------------------------------------------------------------------------

    private void deliver(Delivery delivery) throws InterruptedException {
        Optional<OutboundPort> port = Optional.empty();
        Optional<HeldDots> answer = Optional.empty();
        lock.lockInterruptibly();
        try {
            Arrival arrival = path.take(delivery.frame(), System.currentTimeMillis());
            if (arrival instanceof Arrival.Held held) {
                port = Optional.of(port(held.address().origin().region()));
            }
            answer = take(arrival);
            news.signalAll();
        } finally {
            lock.unlock();
        }
        delivery.acknowledge().run();
        if (port.isPresent() && answer.isPresent()) {
            port.get().send(answer.get());
        }
    }

    /** What is to be said to it at once. Items are not taken in yet: their numbers stay open at their origins. */
    private Optional<HeldDots> take(Arrival arrival) {
        long nowMs = System.currentTimeMillis();
        return switch (arrival) {
            case Arrival.Control(var address, var beat) -> {
                keysKnown.put(address.origin().region(), beat.knownKeys());
                start.heard(address.origin(), beat.linkEpoch(), beat.life(), nowMs);
                yield Optional.empty();
            }
            case Arrival.Held(var address, var message) ->
                switch (message) {
                    case HeldDots.Ask ask -> start.asked(address.origin(), ask).map(page -> page);
                    case HeldDots.Page page -> {
                        start.given(address.origin().region(), page, nowMs);
                        yield start.ask(address.origin().region()).map(ask -> ask);
                    }
                };
            case Arrival.Keys(String origin) -> {
                path.retryParked(origin, nowMs).forEach(this::take);
                yield Optional.empty();
            }
            case Arrival.Onward onward -> {
                // Others may be reached over this site only; what gets lost is asked for again.
                Transport next = settings.links().get(onward.nextHop());
                if (next != null) {
                    next.send(onward.frame(), onward.address().origin().region() + "/start", outcome -> {});
                }
                yield Optional.empty();
            }
            case Arrival.Items _, Arrival.Repair _, Arrival.Kept _, Arrival.NotForwarded _ -> Optional.empty();
            case Arrival.Rejected(String reason) -> {
                LOG.warn("rejected a frame: {}", reason);
                yield Optional.empty();
            }
        };
    }
}
