package io.crossweave.simulator.check;

import io.crossweave.core.document.JsonNumber;
import io.crossweave.core.document.JsonPointer;
import io.crossweave.core.event.ContextEvent;
import io.crossweave.core.event.DeltaOperation;
import io.crossweave.core.event.EntryKind;
import io.crossweave.core.event.Payload;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.model.Hlc;
import io.crossweave.simulator.policy.Geography;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/** What the book knows of one client event, over all its dots. */
final class Line {
    /** What every publisher of it saw. */
    final Set<String> causes;
    /** What any publisher of it saw. */
    final Set<String> seenSomewhere = new TreeSet<>();

    final Set<String> publishers = new TreeSet<>();
    boolean insideEverywhere = true;
    boolean labelledEverywhere = true;
    Hlc earliest = new Hlc(Long.MAX_VALUE);
    boolean insideSomewhere;
    boolean counts;
    boolean writesX;
    private final Map<Extreme, Long> written = new EnumMap<>(Extreme.class);

    Line(Set<String> causes) {
        this.causes = causes;
    }

    OptionalLong written(Extreme extreme) {
        Long value = written.get(extreme);
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }

    boolean hasTwins() {
        return publishers.size() > 1;
    }

    void add(Book.Stamping stamping) {
        StampedEvent event = stamping.event();
        Hlc hlc = event.stamp().hlc();
        earliest = earliest.compareTo(hlc) < 0 ? earliest : hlc;
        labelledEverywhere &= Geography.isLabelled(event.labels());
        causes.retainAll(stamping.seen());
        seenSomewhere.addAll(stamping.seen());
        publishers.add(stamping.site().region());
        boolean inside = Geography.staysInside(event);
        insideEverywhere &= inside;
        insideSomewhere |= inside;
        counts |= event.additions().stream().anyMatch(addition -> addition.kind() == EntryKind.INCREMENT);
        writesX |= event.additions().stream()
                .anyMatch(addition -> addition.path().toString().equals("/x"));
    }

    /** What the client asked for, which is not always what an event adds: a site goes on with its own extreme. */
    void asked(ContextEvent change) {
        if (change.payload() instanceof Payload.Delta(var operations)) {
            for (DeltaOperation operation : operations) {
                if (operation instanceof DeltaOperation.Add(JsonPointer path, JsonNumber value)) {
                    for (Extreme extreme : Extreme.values()) {
                        if (path.toString().equals(extreme.path())) {
                            written.put(extreme, value.decimal().longValueExact());
                        }
                    }
                }
            }
        }
    }
}
