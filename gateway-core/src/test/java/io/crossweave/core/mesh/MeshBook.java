package io.crossweave.core.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.context.AfterCommit;
import io.crossweave.core.context.LaneOutput;
import io.crossweave.core.document.JsonArray;
import io.crossweave.core.document.JsonNumber;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonString;
import io.crossweave.core.document.JsonValue;
import io.crossweave.core.event.EntryKind;
import io.crossweave.core.event.EventType;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.gateway.ContextView;
import io.crossweave.core.model.ContextKey;
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
        private final ContextKey key;
        /** What every publisher of it saw. */
        private final Set<String> causes;
        /** What any publisher of it saw. */
        private final Set<String> seenSomewhere = new TreeSet<>();

        private final Set<String> publishers = new TreeSet<>();
        private boolean labelledEverywhere = true;
        private boolean labelledSomewhere;
        private boolean counts;
        private boolean writesX;

        Line(ContextKey key, Set<String> causes) {
            this.key = key;
            this.causes = causes;
        }

        boolean hasTwins() {
            return publishers.size() > 1;
        }
    }

    private final Map<String, Line> lines = new TreeMap<>();

    // ---- keeping the book
    // ------------------------------------------------------------------------------------------------

    /** What a client made a site stamp, and what the site showed before. */
    record Stamping(MeshSite site, StampedEvent event, Set<String> seen) {}

    /** What a step is about to stamp for clients: it is in the book once it is in the site's store. */
    List<Stamping> about(MeshSite site, LaneOutput output) {
        var stampings = new ArrayList<Stamping>();
        for (AfterCommit follows : output.after()) {
            StampedEvent event = follows instanceof AfterCommit.Logged(var row) ? row.event() : null;
            if (event != null && event.type() != EventType.RECONCILIATION) {
                var seen = new TreeSet<>(log(site.stored(event.key()).document()));
                stampings.add(new Stamping(site, event, seen));
            }
        }
        return stampings;
    }

    void stamped(Stamping stamping) {
        StampedEvent event = stamping.event();
        Set<String> seen = stamping.seen();
        Line line =
                lines.computeIfAbsent(event.stamp().eventId(), absent -> new Line(event.key(), new TreeSet<>(seen)));
        line.causes.retainAll(seen);
        line.seenSomewhere.addAll(seen);
        line.publishers.add(stamping.site().id.region());
        boolean labelled = event.labels().of("residency").contains("EU");
        line.labelledEverywhere &= labelled;
        line.labelledSomewhere |= labelled;
        line.counts |= event.additions().stream().anyMatch(addition -> addition.kind() == EntryKind.INCREMENT);
        line.writesX |= event.additions().stream()
                .anyMatch(addition -> addition.path().toString().equals("/x"));
    }

    // ---- what it says
    // ----------------------------------------------------------------------------------------------------

    /**
     * Events that no site stamped without the label: they may not be found where the label must not go. A client that writes whole
     * documents may carry there itself what it has read, so these do not count.
     */
    Set<String> labelledOnly() {
        return keys(line -> line.labelledEverywhere && !line.key.equals(MeshClients.WHOLE));
    }

    /** Events that no site stamped with the label. */
    Set<String> neverLabelled() {
        return keys(line -> !line.labelledSomewhere);
    }

    /** Events that were never stamped at a site. */
    Set<String> foreignTo(MeshSite site) {
        return keys(line -> !line.publishers.contains(site.id.region()));
    }

    private Set<String> keys(Predicate<Line> which) {
        var keys = new TreeSet<String>();
        lines.forEach((eventId, line) -> {
            if (which.test(line)) {
                keys.add(eventId);
            }
        });
        return keys;
    }

    // ---- views
    // -----------------------------------------------------------------------------------------------------------

    /** A watcher at a site sees this. */
    void shown(MeshSite site, ContextView view) {
        ContextKey key = view.key();
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

    private Line line(String eventId) {
        Line line = lines.get(eventId);
        if (line == null) {
            throw new AssertionError("an event that nobody published: " + eventId);
        }
        return line;
    }

    private boolean mayBeAbsent(String eventId, MeshSite site) {
        return site.policy.isOutside(site.id.region()) && line(eventId).labelledSomewhere;
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
