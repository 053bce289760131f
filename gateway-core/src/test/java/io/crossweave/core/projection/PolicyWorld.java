package io.crossweave.core.projection;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.context.AfterCommit;
import io.crossweave.core.context.InboxBounds;
import io.crossweave.core.document.JsonNumber;
import io.crossweave.core.document.JsonPointer;
import io.crossweave.core.document.JsonString;
import io.crossweave.core.document.JsonWriter;
import io.crossweave.core.event.Addition;
import io.crossweave.core.event.ContextEvent;
import io.crossweave.core.event.DeltaOperation;
import io.crossweave.core.event.RestatementApplied;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.EntryId;
import io.crossweave.core.model.SiteId;
import io.crossweave.core.projection.PolicySite.Message;
import io.crossweave.core.repair.StoreComparison;
import io.crossweave.core.rows.LinkRows;
import io.crossweave.core.scripted.Changes;
import io.crossweave.core.spi.ReleaseDecision;
import io.crossweave.core.state.ContextState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Three sites whose policies change, a network that loses, repeats and keeps for ever, restarts, and a checker. */
final class PolicyWorld {
    static final List<ContextKey> KEYS = List.of(Changes.note("c"), Changes.beside(Changes.note("c")));
    private static final List<String> REGIONS = List.of("aa", "bb", "cc");
    private static final int LATE_MAX = 40;
    private static final int ROUNDS_MAX = 300;

    private final Random random;
    private final Map<String, PolicySite> sites = new TreeMap<>();
    private final Map<String, Set<String>> held = new TreeMap<>();
    private final List<Message> network = new ArrayList<>();
    /** Envelopes that a broker still has, whatever was acknowledged. */
    private final List<Message> late = new ArrayList<>();

    private final List<ContextEvent> asked = new ArrayList<>();
    private long nowMs = 1_000_000;
    private long policies;
    private int serial;
    private boolean lossy = true;

    PolicyWorld(long seed) {
        random = new Random(seed);
        var inbox = random.nextBoolean() ? InboxBounds.DEFAULT : new InboxBounds(random.nextInt(6), 1 << 20);
        for (String region : REGIONS) {
            var peers = new TreeSet<>(REGIONS);
            peers.remove(region);
            held.put(region, new TreeSet<>());
            sites.put(region, new PolicySite(new SiteId(region, 7), peers, inbox, draw(region)));
        }
    }

    private DrawnPolicy draw(String region) {
        return new DrawnPolicy(++policies, random, REGIONS, requireNonNull(held.get(region)));
    }

    private PolicySite site(String region) {
        return requireNonNull(sites.get(region));
    }

    private <T> T anyOf(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    void run(int steps) {
        for (int i = 0; i < steps; i++) {
            nowMs += random.nextInt(400);
            act(site(anyOf(REGIONS)), random.nextInt(100));
        }
    }

    private void act(PolicySite site, int dice) {
        if (dice < 18) {
            site.publish(change(), nowMs);
        } else if (dice < 22) {
            site.follow(draw(site.id.region()), random.nextInt(10) == 0);
        } else if (dice < 32) {
            site.sweep(anyOf(REGIONS), nowMs, random.nextInt(12) == 0);
        } else if (dice < 34) {
            Set<String> undecided = requireNonNull(held.get(site.id.region()));
            String destination = anyOf(REGIONS);
            if (!undecided.remove(destination)) {
                undecided.add(destination);
            }
        } else if (dice < 36) {
            site.restart();
        } else if (dice < 46) {
            site.tick(nowMs);
        } else if (dice < 56) {
            site.beat(nowMs);
            collect(site);
        } else if (dice < 70) {
            site.pump(nowMs);
            collect(site);
        } else if (!network.isEmpty()) {
            deliver();
        }
    }

    private ContextEvent change() {
        if (!asked.isEmpty() && random.nextInt(100) < 12) {
            return anyOf(asked);
        }
        String value = "v" + ++serial + "x";
        String id = "e" + serial;
        ContextKey key = anyOf(KEYS);
        ContextEvent change = switch (random.nextInt(9)) {
            case 0 -> append(key, id, value);
            case 1 -> Changes.increment(key, id);
            case 2 -> Changes.set(key, id, "/x", value);
            case 3 -> Changes.set(key, id, "/ssn", value);
            case 4 -> Changes.set(key, id, "/a/b", value);
            case 5 -> Changes.set(key, id, "/a", value);
            case 6 -> random.nextInt(4) == 0 ? Changes.delete(key, id) : append(key, id, value);
            case 7 ->
                Changes.delta(
                        key,
                        id,
                        add("/x", value),
                        add("/ssn", value + "y"),
                        new DeltaOperation.Append(JsonPointer.parse("/log"), new JsonString(value + "z")));
            default ->
                Changes.delta(
                        key,
                        id,
                        add("/ssn", value),
                        new DeltaOperation.Increment(JsonPointer.parse("/visits"), JsonNumber.of(1)));
        };
        ContextEvent labelled = random.nextInt(100) < 20 ? Changes.labelled(change, "residency", "EU") : change;
        asked.add(labelled);
        return labelled;
    }

    private static ContextEvent append(ContextKey key, String id, String value) {
        return Changes.delta(key, id, new DeltaOperation.Append(JsonPointer.parse("/log"), new JsonString(value)));
    }

    private static DeltaOperation add(String path, String value) {
        return new DeltaOperation.Add(JsonPointer.parse(path), new JsonString(value));
    }

    private void collect(PolicySite site) {
        for (Message message : site.outgoing) {
            if (message instanceof Message.Envelope && random.nextInt(4) == 0 && late.size() < LATE_MAX) {
                late.add(message);
            }
            if (!lossy || random.nextInt(100) >= 15) {
                network.add(message);
            }
        }
        site.outgoing.clear();
    }

    private void deliver() {
        PolicySite receiver = site(anyOf(network).to());
        var together = new ArrayList<Message>();
        int most = 1 + random.nextInt(3);
        for (int tries = 0; tries < 2 * most && together.size() < most && !network.isEmpty(); tries++) {
            int at = random.nextInt(network.size());
            if (network.get(at).to().equals(receiver.id.region())) {
                together.add(network.remove(at));
            }
        }
        if (lossy && !late.isEmpty() && random.nextInt(6) == 0) {
            Message old = anyOf(late);
            if (old.to().equals(receiver.id.region())) {
                together.add(random.nextInt(together.size() + 1), old);
            }
        }
        receiver.take(together, nowMs);
        checkConfirmed();
    }

    /** Once a sharer has said that it has carried out a restatement of the policy of now, nothing else is found there. */
    private void checkConfirmed() {
        for (PolicySite origin : sites.values()) {
            for (AfterCommit.RestatementConfirmed confirmed : origin.confirmed) {
                RestatementApplied answer = confirmed.answer();
                if (answer.projectionEpoch() == origin.projectionEpoch()) {
                    checkHidden(
                            origin,
                            site(confirmed.destination()),
                            answer.key(),
                            event -> answer.fromCounter() <= event.dot().counter()
                                    && event.dot().counter() <= answer.lastCounter());
                }
            }
            origin.confirmed.clear();
        }
    }

    /** Ends all faults; what a broker kept for long comes in the midst of it and at the end once more. */
    void heal() {
        lossy = false;
        held.values().forEach(Set::clear);
        settle();
        late.stream().filter(message -> message instanceof Message.Envelope).forEach(network::add);
        settle();
    }

    private void settle() {
        int idle = 0;
        for (int round = 0; round < ROUNDS_MAX && idle < 3; round++) {
            idle = network.isEmpty() && sites.values().stream().allMatch(PolicySite::isIdle) ? idle + 1 : 0;
            nowMs += 2 * Limits.HEARTBEAT_MS;
            for (PolicySite site : sites.values()) {
                for (String peer : REGIONS) {
                    if (!peer.equals(site.id.region()) && site.sweep(peer, nowMs, false)) {
                        idle = 0;
                    }
                }
                site.tick(nowMs);
                site.pump(nowMs);
                site.beat(nowMs);
                collect(site);
            }
            while (!network.isEmpty()) {
                deliver();
            }
        }
    }

    // ---- checks ----------------------------------------------------------------------------------------------------

    void check() {
        for (PolicySite site : sites.values()) {
            assertThat(site.isIdle()).as("%s has nothing more to say", site.id).isTrue();
            for (ContextKey key : KEYS) {
                assertThat(entries(site, key)).as("%s at %s", key, site.id).isEqualTo(expected(site, key));
                for (PolicySite origin : sites.values()) {
                    checkHidden(origin, site, key, event -> true);
                }
            }
            for (PolicySite origin : sites.values()) {
                if (origin != site) {
                    assertThat(StoreComparison.of(origin.compared(), site.compared())
                                    .differing())
                            .as("contexts of which %s holds another part of %s than expected", site.id, origin.id)
                            .isZero();
                }
            }
        }
    }

    private static Map<String, String> entries(PolicySite site, ContextKey key) {
        var entries = new TreeMap<String, String>();
        site.stored(key)
                .live()
                .values()
                .forEach(entry -> entries.put(entry.id().toString(), JsonWriter.toText(entry.value())));
        return entries;
    }

    /** The entries of all events, as policies let the site hold them, without those that any event removes. */
    private Map<String, String> expected(PolicySite at, ContextKey key) {
        var entries = new TreeMap<String, String>();
        var removed = new TreeSet<EntryId>();
        for (PolicySite origin : sites.values()) {
            for (StampedEvent event : events(origin, key)) {
                removed.addAll(event.removals());
            }
        }
        for (PolicySite origin : sites.values()) {
            for (StampedEvent event : events(origin, key)) {
                for (Addition addition : allowed(origin, at, event)) {
                    var id = new EntryId(event.dot(), addition.ordinal());
                    if (!removed.contains(id)) {
                        entries.put(id.toString(), JsonWriter.toText(addition.value()));
                    }
                }
            }
        }
        return entries;
    }

    private static List<Addition> allowed(PolicySite origin, PolicySite at, StampedEvent event) {
        if (origin == at) {
            return event.additions();
        }
        return switch (origin.drawn.allowed(event, at.id.region())) {
            case ReleaseDecision.Release(var _, var dropped) ->
                event.additions().stream()
                        .filter(addition -> !dropped.contains(addition.ordinal()))
                        .toList();
            default -> List.of();
        };
    }

    private static List<StampedEvent> events(PolicySite origin, ContextKey key) {
        var rows = new LinkRows(origin.store());
        ContextState state = origin.stored(key);
        var events = new ArrayList<StampedEvent>();
        for (long counter = 1; counter <= state.vector().get(origin.id); counter++) {
            events.add((StampedEvent) rows.ownItem(key, counter));
        }
        return events;
    }

    /** What the origin's policy of now keeps from a site is in none of its bytes, if nobody else stamped the same value. */
    private void checkHidden(PolicySite origin, PolicySite at, ContextKey key, Predicate<StampedEvent> which) {
        if (origin == at) {
            return;
        }
        var mayBeHere = new TreeSet<String>();
        for (PolicySite other : sites.values()) {
            for (StampedEvent event : events(other, key)) {
                if (other != origin) {
                    event.additions().forEach(addition -> mayBeHere.add(JsonWriter.toText(addition.value())));
                } else {
                    allowed(origin, at, event).forEach(addition -> mayBeHere.add(JsonWriter.toText(addition.value())));
                }
            }
        }
        String bytes = at.bytes();
        for (StampedEvent event : events(origin, key)) {
            for (Addition addition : which.test(event) ? event.additions() : List.<Addition>of()) {
                String value = JsonWriter.toText(addition.value());
                if (addition.value() instanceof JsonString && !mayBeHere.contains(value)) {
                    assertThat(bytes.contains(value))
                            .as("%s at %s of %s in %s", value, addition.path(), event.dot(), at.id)
                            .isFalse();
                }
            }
        }
    }
}
