package io.crossweave.core.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.causality.VersionVector;
import io.crossweave.core.context.AfterCommit;
import io.crossweave.core.context.LaneOutput;
import io.crossweave.core.document.JsonArray;
import io.crossweave.core.document.JsonNumber;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonString;
import io.crossweave.core.document.JsonValue;
import io.crossweave.core.document.JsonWriter;
import io.crossweave.core.event.EntryKind;
import io.crossweave.core.event.EventType;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.gateway.ContextView;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.Dot;
import io.crossweave.core.model.Hlc;
import io.crossweave.core.rows.LogRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The checker's own books: what each client event was stamped with and what its publisher saw before it, kept by event id and by log
 * elements alone. It knows no vectors.
 */
final class MeshBook {
    /** What is known of one client event, over all its dots. */
    private static final class Line {
        /** What every publisher of it saw. */
        private final Set<String> causes;
        /** What any publisher of it saw. */
        private final Set<String> seenSomewhere = new TreeSet<>();

        private final Set<String> publishers = new TreeSet<>();
        private boolean insideEverywhere = true;
        private boolean labelledEverywhere = true;
        private Hlc earliest = new Hlc(Long.MAX_VALUE);
        private boolean insideSomewhere;
        private boolean counts;
        private boolean writesX;

        Line(Set<String> causes) {
            this.causes = causes;
        }

        boolean hasTwins() {
            return publishers.size() > 1;
        }
    }

    private final Map<String, Line> lines = new TreeMap<>();
    private final List<Stamping> all = new ArrayList<>();
    /** Values that clients of whole documents wrote outside, or in changes that go there. */
    private final StringBuilder carriedOut = new StringBuilder();

    private final Map<String, VersionVector> versionsShown = new TreeMap<>();
    private final Set<String> foundCommitted = new TreeSet<>();

    // ---- keeping the book
    // ------------------------------------------------------------------------------------------------

    /** What a client made a site stamp, when that was logged, and what the site showed before. */
    record Stamping(MeshSite site, LogRow row, StampedEvent event, Set<String> seen) {}

    /** What a step is about to stamp for clients: it is in the book once it is in the site's store. */
    List<Stamping> about(MeshSite site, LaneOutput output) {
        var shown = new TreeMap<ContextKey, Set<String>>();
        var stampings = new ArrayList<Stamping>();
        for (AfterCommit follows : output.after()) {
            if (follows instanceof AfterCommit.Changed(var view)) {
                shown.put(view.key(), new TreeSet<>(log(view.document())));
            }
            StampedEvent event = follows instanceof AfterCommit.Logged(var row) ? row.event() : null;
            if (event != null && event.type() != EventType.RECONCILIATION) {
                Set<String> seen = shown.computeIfAbsent(
                        event.key(), key -> new TreeSet<>(log(site.stored(key).document())));
                stampings.add(new Stamping(site, ((AfterCommit.Logged) follows).row(), event, Set.copyOf(seen)));
            }
        }
        return stampings;
    }

    void stampedIfStored(Stamping stamping) {
        StampedEvent event = stamping.event();
        if (!stamping.site().stored(event.key()).vector().covers(event.dot())) {
            return;
        }
        Set<String> seen = stamping.seen();
        all.add(stamping);
        Line line = lines.computeIfAbsent(event.stamp().eventId(), absent -> new Line(new TreeSet<>(seen)));
        checkStamp(event, seen);
        line.earliest = line.earliest.compareTo(event.stamp().hlc()) < 0
                ? line.earliest
                : event.stamp().hlc();
        line.labelledEverywhere &= MeshPolicy.isLabelled(event.labels());
        line.causes.retainAll(seen);
        line.seenSomewhere.addAll(seen);
        line.publishers.add(stamping.site().id.region());
        boolean inside = MeshPolicy.staysInside(event);
        line.insideEverywhere &= inside;
        line.insideSomewhere |= inside;
        boolean goesOut =
                !inside || stamping.site().policy.isOutside(stamping.site().id.region());
        if (goesOut && event.key().equals(MeshClients.WHOLE)) {
            event.additions().forEach(addition -> carriedOut.append(JsonWriter.toText(addition.value())));
        }
        line.counts |= event.additions().stream().anyMatch(addition -> addition.kind() == EntryKind.INCREMENT);
        line.writesX |= event.additions().stream()
                .anyMatch(addition -> addition.path().toString().equals("/x"));
    }

    /** A stamp is later than all that its publisher saw (L7), and labels that were seen stick (L11). */
    private void checkStamp(StampedEvent event, Set<String> seen) {
        for (String cause : seen) {
            Line line = line(cause);
            assertThat(event.stamp().hlc())
                    .as("the stamp of %s, which saw %s", event.stamp(), cause)
                    .isGreaterThan(line.earliest);
            assertThat(MeshPolicy.isLabelled(event.labels()) || !line.labelledEverywhere)
                    .as("the label of %s, which saw %s", event.stamp(), cause)
                    .isTrue();
        }
    }

    // ---- what it says
    // ----------------------------------------------------------------------------------------------------

    /**
     * Events that every site stamped as staying inside: they are found nowhere outside. A client that writes whole documents may have read
     * one inside and carried it into a change that is released: that is the client's doing, and not counted.
     */
    Set<String> insideOnly() {
        return keys(line -> line.insideEverywhere, eventId -> carriedOut.indexOf(eventId) < 0);
    }

    /** Events that no site stamped as staying inside. */
    Set<String> neverInside() {
        return keys(line -> !line.insideSomewhere, eventId -> true);
    }

    /** Events that were never stamped at a site. */
    Set<String> foreignTo(MeshSite site) {
        return keys(line -> !line.publishers.contains(site.id.region()), eventId -> true);
    }

    /** Whether the event of a dot stays inside. */
    boolean staysInside(ContextKey key, Dot dot) {
        return all.stream()
                .map(Stamping::event)
                .anyMatch(event -> event.key().equals(key) && event.dot().equals(dot) && MeshPolicy.staysInside(event));
    }

    boolean knows(String eventId) {
        return lines.containsKey(eventId);
    }

    private Set<String> keys(Predicate<Line> which, Predicate<String> named) {
        var keys = new TreeSet<String>();
        lines.forEach((eventId, line) -> {
            if (which.test(line) && named.test(eventId)) {
                keys.add(eventId);
            }
        });
        return keys;
    }

    // ---- views
    // -----------------------------------------------------------------------------------------------------------

    /** A watcher at a site sees this. */
    void shown(MeshSite site, ContextView view, long siteClockMs) {
        ContextKey key = view.key();
        // An own event may be a tick later than the latest that was let in (L7).
        assertThat(view.updatedAt().millis())
                .as("%s at %s is of the future", key, site.id)
                .isLessThanOrEqualTo(siteClockMs + Limits.DRIFT_MS_MAX + 1);
        VersionVector before = versionsShown.put(site.id + " " + key, view.version());
        assertThat(before == null || (view.version().covers(before) && !before.covers(view.version())))
                .as("%s at %s goes on from %s to %s", key, site.id, before, view.version())
                .isTrue();
        if (key.equals(MeshClients.WHOLE)) {
            return;
        }
        List<String> log = log(view.document());
        assertThat(log).as("%s at %s: each event once", key, site.id).doesNotHaveDuplicates();
        long counted = log.stream().filter(eventId -> line(eventId).counts).count();
        assertThat(visits(view.document()))
                .as("%s at %s: each increment once in %s", key, site.id, log)
                .isEqualTo(counted);
        if (MeshClients.STRICT.contains(key)) {
            var here = new TreeSet<>(log);
            for (String eventId : log) {
                for (String cause : line(eventId).causes) {
                    assertThat(here.contains(cause) || mayBeAbsent(cause, site))
                            .as("%s at %s shows %s before its cause %s", key, site.id, eventId, cause)
                            .isTrue();
                }
            }
        }
    }

    /**
     * The value shown at {@code /x} is of a write that no shown write had seen. Of a client event with two dots a later write names the
     * value of the one that it saw, and only goes before the other by its clock (L1, L2): the other is left where that write was
     * overwritten in turn by a value that is not shown, because it is withheld here or is a losing twin's. Such writes are passed over.
     */
    void checkNoOverwrittenValue(MeshSite site, ContextKey key, JsonObject document) {
        if (document.get("x") instanceof JsonString winner) {
            Set<String> log = new TreeSet<>(log(document));
            boolean twins = line(winner.value()).hasTwins();
            for (String eventId : log) {
                Line line = line(eventId);
                boolean overwrote = line.writesX && line.causes.contains(winner.value());
                assertThat(overwrote && !(twins && overwrittenUnseen(eventId, log)))
                        .as("%s at %s: %s had overwritten %s", key, site.id, eventId, winner.value())
                        .isFalse();
            }
        }
    }

    private boolean overwrittenUnseen(String eventId, Set<String> log) {
        return lines.entrySet().stream()
                .filter(later -> later.getValue().writesX
                        && later.getValue().seenSomewhere.contains(eventId))
                .anyMatch(later -> later.getValue().hasTwins() || !log.contains(later.getKey()));
    }

    /** What a peer committed up to the watermark applied here is committed here, in the context or in the inbox (L12). */
    void checkWatermarks(MeshSite site) {
        for (Stamping stamping : all) {
            String origin = stamping.site().id.region();
            String name = site.id.region() + " " + stamping.event().key()
                    + stamping.event().dot();
            if (!origin.equals(site.id.region())
                    && !(site.policy.isOutside(site.id.region()) && MeshPolicy.staysInside(stamping.event()))
                    && stamping.row().record().committedMs()
                            <= site.watermarks(origin)
                                    .getOrDefault(stamping.row().lane(), Hlc.ZERO)
                                    .millis()
                    && foundCommitted.add(name)) {
                ContextKey key = stamping.event().key();
                Dot dot = stamping.event().dot();
                assertThat(site.stored(key).vector().covers(dot) || site.rows().waits(key, dot))
                        .as("%s: before the watermark of %s", name, origin)
                        .isTrue();
            }
        }
    }

    private Line line(String eventId) {
        Line line = lines.get(eventId);
        if (line == null) {
            throw new AssertionError("an event that nobody published: " + eventId);
        }
        return line;
    }

    private boolean mayBeAbsent(String eventId, MeshSite site) {
        return site.policy.isOutside(site.id.region()) && line(eventId).insideSomewhere;
    }

    static List<String> log(@Nullable JsonObject document) {
        var elements = new ArrayList<String>();
        if (document != null && document.get("log") instanceof JsonArray log) {
            for (JsonValue element : log) {
                elements.add(((JsonString) element).value());
            }
        }
        return elements;
    }

    private static long visits(@Nullable JsonObject document) {
        return document != null && document.get("visits") instanceof JsonNumber number
                ? number.decimal().longValueExact()
                : 0;
    }
}
