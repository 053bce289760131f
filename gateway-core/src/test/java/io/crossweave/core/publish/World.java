package io.crossweave.core.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.event.CausalItem;
import io.crossweave.core.event.ContextEvent;
import io.crossweave.core.event.Expiry;
import io.crossweave.core.event.Payload;
import io.crossweave.core.event.Placeholder;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.model.Dot;
import io.crossweave.core.model.EntryId;
import io.crossweave.core.model.Hlc;
import io.crossweave.core.state.ContextState;
import io.crossweave.core.state.Entry;
import io.crossweave.core.state.TwinRule;
import io.crossweave.core.stored.ConflictRecord;
import io.crossweave.core.stored.LosingTwin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Four sites that publish and apply as a seed decides. A and B release everything to each other, so do C and D; between the pairs some
 * entries are dropped and some events withheld, by a pure function of the event, so that both sites of a pair hold one projection.
 */
final class World {
    private final long seed;
    private final Random random;
    /** Of its own, so that the changes of a seed do not depend on it. */
    private final Random life;

    private final GeneratedChanges changes;
    private final GeneratedResolutions resolutions;
    final List<Replica> replicas = List.of(new Replica("a"), new Replica("b"), new Replica("c"), new Replica("d"));
    /** Per site, what it applied: the memory that the laws' own arithmetic needs. */
    private final List<List<CausalItem>> applied =
            List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());

    private final Map<Dot, StampedEvent> events = new TreeMap<>();
    private final Map<String, TreeMap<Hlc, Dot>> twins = new TreeMap<>();
    private long nowMs = 1_000;
    private int published;
    private int refused;

    World(long seed) {
        this.seed = seed;
        this.random = new Random(seed);
        this.life = new Random(~seed);
        this.changes = new GeneratedChanges(random);
        this.resolutions = new GeneratedResolutions(new Random(~seed * 31));
    }

    int published() {
        return published;
    }

    int refused() {
        return refused;
    }

    /** One publish or one delivery at some site. */
    void step() {
        nowMs += random.nextInt(3) + (life.nextInt(25) == 0 ? 2_000 : 0);
        int at = random.nextInt(replicas.size());
        if (random.nextInt(5) < 2) {
            publish(at);
        } else {
            deliver(at);
        }
        check(at);
    }

    /** Everything arrives everywhere. */
    void settle() {
        boolean progress = true;
        while (progress) {
            progress = false;
            for (int at = 0; at < replicas.size(); at++) {
                while (deliver(at)) {
                    check(at);
                    progress = true;
                }
            }
        }
    }

    private void publish(int at) {
        Replica replica = replicas.get(at);
        boolean retry = !twins.isEmpty() && random.nextInt(12) == 0;
        String eventId = retry ? someEventId() : "e" + published;
        if (knows(at, eventId)) {
            return;
        }
        Payload drawn = changes.next(replica.state.document());
        Payload payload = resolutions.instead(drawn, replica);
        // Clocks differ between sites, and by more than the steps between events.
        long clockMs = nowMs + (at * 7L) % 5 - random.nextInt(40);
        long ttlS = life.nextInt(4) == 0 ? 1 + life.nextInt(4) : 0;
        ContextEvent change = Replica.change(changes.source(), eventId, payload, ttlS);
        Stamping stamping = stampLeavingNoTrace(replica, clockMs, change);
        switch (stamping) {
            case Stamping.Stamped(StampedEvent event) -> {
                published++;
                events.put(event.dot(), event);
                take(at, event);
            }
            case Stamping.Refused _ -> refused++;
        }
    }

    private static Stamping stampLeavingNoTrace(Replica replica, long clockMs, ContextEvent change) {
        String before = replica.fingerprint();
        Stamping stamping = replica.stamp(clockMs, change);
        assertThat(replica.fingerprint()).isEqualTo(before);
        return stamping;
    }

    private String someEventId() {
        var ids = new ArrayList<>(twins.keySet());
        return ids.get(random.nextInt(ids.size()));
    }

    private boolean knows(int at, String eventId) {
        return applied.get(at).stream()
                .anyMatch(item -> item instanceof StampedEvent event
                        && event.stamp().eventId().equals(eventId));
    }

    private boolean deliver(int at) {
        Replica replica = replicas.get(at);
        var ready = new ArrayList<CausalItem>();
        for (Replica origin : replicas) {
            StampedEvent next =
                    events.get(new Dot(origin.site, replica.state.vector().get(origin.site) + 1));
            if (next != null) {
                CausalItem item = released(next, at);
                if (replica.canApply(item)) {
                    ready.add(item);
                }
            }
        }
        if (ready.isEmpty()) {
            return false;
        }
        take(at, ready.get(random.nextInt(ready.size())));
        return true;
    }

    private void take(int at, CausalItem item) {
        Replica replica = replicas.get(at);
        replica.apply(item);
        applied.get(at).add(item);
        if (item instanceof StampedEvent event) {
            twins.computeIfAbsent(event.stamp().eventId(), id -> new TreeMap<>())
                    .put(event.stamp().hlc(), event.dot());
            hideTwins(at, event.stamp().eventId());
        }
    }

    private void hideTwins(int at, String eventId) {
        var known = new ArrayList<StampedEvent>();
        for (CausalItem item : applied.get(at)) {
            if (item instanceof StampedEvent event && event.stamp().eventId().equals(eventId)) {
                known.add(event);
            }
        }
        known.sort((one, other) -> {
            int byClock = one.stamp().hlc().compareTo(other.stamp().hlc());
            return byClock != 0 ? byClock : one.dot().compareTo(other.dot());
        });
        var rule = new TwinRule();
        for (int i = 0; i < known.size(); i++) {
            StampedEvent twin = known.get(i);
            if (i > 0) {
                List<Integer> standing = rule.standing(twin);
                assertThat(standing).isEqualTo(Arithmetic.standing(twin, known.subList(0, i)));
                replicas.get(at)
                        .loseTwin(new LosingTwin(
                                twin.dot(),
                                known.getFirst().stamp().hlc(),
                                known.getFirst().dot(),
                                standing));
            }
            rule.earlier(twin);
        }
    }

    // ---- projections -----------------------------------------------------------------------------------------------

    private static boolean samePair(int one, int other) {
        return one / 2 == other / 2;
    }

    private int indexOf(Dot dot) {
        return dot.site().region().charAt(0) - 'a';
    }

    /** The form of an event for a site, perhaps with the empty dots that follow it. */
    private CausalItem released(StampedEvent event, int at) {
        if (samePair(indexOf(event.dot()), at)) {
            return event;
        }
        if (!withheld(event)) {
            return projected(event);
        }
        var removals = new TreeSet<>(event.removals());
        Hlc deleted = event.deleteStamp();
        Expiry expiry = event.expiry();
        long last = event.dot().counter();
        for (StampedEvent next = after(event.dot(), last);
                next != null && random.nextBoolean();
                next = after(event.dot(), last)) {
            if (!withheld(next)) {
                break;
            }
            removals.addAll(next.removals());
            deleted = deleted.max(next.deleteStamp());
            expiry = Expiry.greater(expiry, next.expiry());
            last++;
        }
        return new Placeholder(Replica.KEY, event.dot(), last, List.copyOf(removals), deleted, expiry);
    }

    private @Nullable StampedEvent after(Dot dot, long counter) {
        return events.get(new Dot(dot.site(), counter + 1));
    }

    private boolean withheld(StampedEvent event) {
        return new Random(seed ^ event.dot().toString().hashCode()).nextInt(5) == 0;
    }

    private StampedEvent projected(StampedEvent event) {
        var choice = new Random(seed ^ ~event.dot().toString().hashCode());
        if (choice.nextInt(3) > 0) {
            return event;
        }
        return Projected.without(event, addition -> choice.nextBoolean());
    }

    // ---- checks ----------------------------------------------------------------------------------------------------

    private void check(int at) {
        Replica replica = replicas.get(at);
        ContextState state = replica.state;
        assertThat(Replica.textOf(state.document()))
                .as("the view is that of the entries")
                .isEqualTo(documentOf(state));
        assertThat(state.live().keySet()).as("added minus removed").isEqualTo(Arithmetic.liveIds(applied.get(at)));
        assertThat(state.expiry()).as("the latest that was told").isEqualTo(Arithmetic.expiry(applied.get(at)));
        assertThat(replica.stored.entries)
                .as("the rows hold what the state does")
                .isEqualTo(asWritten(state));
        checkConflicts(at);
        if (random.nextInt(20) == 0) {
            replica.conflicts = replica.storedConflicts.loaded(Replica.KEY);
            ContextState loaded = replica.stored.loaded(Replica.KEY, Types.DEMO, state.meta());
            assertThat(Canonical.of(loaded)).as("a restart changes nothing").isEqualTo(replica.canonicalForm());
            assertThat(loaded.weight()).isEqualTo(state.weight());
            assertThat(loaded.meta()).isEqualTo(state.meta());
        }
    }

    /** Rows don't say how old an entry is taken to be: that follows from the losing twins. */
    private static Map<EntryId, Entry> asWritten(ContextState state) {
        var written = new TreeMap<EntryId, Entry>();
        for (Entry entry : state.live().values()) {
            written.put(
                    entry.id(),
                    new Entry(
                            entry.id(),
                            entry.path(),
                            entry.kind(),
                            entry.value(),
                            entry.hlc(),
                            entry.classification(),
                            entry.ruleVersion(),
                            entry.source(),
                            entry.reconciles()));
        }
        return written;
    }

    private void checkConflicts(int at) {
        Replica replica = replicas.get(at);
        Set<ConflictRecord> found = replica.storedConflicts.all();
        assertThat(found)
                .as("seed %d: conflicts of what %s applied", seed, replica.site)
                .containsExactlyInAnyOrderElementsOf(
                        ConflictRules.among(Replica.KEY, Types.DEMO, applied.get(at), replica.state.losingTwins()));
    }

    private static String documentOf(ContextState state) {
        return Replica.textOf(ReferenceView.of(state));
    }

    /** After {@link #settle}: what must hold between sites. */
    void checkConverged() {
        for (int at = 0; at < replicas.size(); at += 2) {
            Replica one = replicas.get(at);
            Replica other = replicas.get(at + 1);
            assertThat(other.state.vector()).isEqualTo(one.state.vector());
            assertThat(other.canonicalForm()).as("seed %d", seed).isEqualTo(one.canonicalForm());
            assertThat(other.stored.holes).isEqualTo(one.stored.holes);
            assertThat(other.storedConflicts.all()).isEqualTo(one.storedConflicts.all());
            assertThat(other.state.awaitedRemovals()).isEqualTo(one.state.awaitedRemovals());
            assertThat(other.state.expiry()).isEqualTo(one.state.expiry());
            assertThat(other.state.greatestHlc()).isEqualTo(one.state.greatestHlc());
            assertThat(other.state.weight()).isEqualTo(one.state.weight());
        }
        checkMissing(replicas.get(0), replicas.get(2));
        checkMissing(replicas.get(2), replicas.get(0));
    }

    /** What is live at one site and not at another is a hole there: withholding hides values, never removals. */
    private static void checkMissing(Replica here, Replica there) {
        for (Entry entry : here.state.live().values()) {
            if (!there.state.live().containsKey(entry.id())) {
                assertThat(there.stored.holes.contains(entry.id())
                                || there.stored.coversByRun(entry.id().dot()))
                        .as("%s is missing and no hole", entry.id())
                        .isTrue();
                assertThat(there.state.awaitedRemovals()).doesNotContain(entry.id());
            }
        }
        there.stored.holes.forEach(hole -> assertThat(here.state.live()).containsKey(hole));
    }
}
