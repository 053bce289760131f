package io.crossweave.core.context;

import io.crossweave.core.document.JsonPointer;
import io.crossweave.core.event.EntryKind;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.model.Dot;
import io.crossweave.core.model.EntryId;
import io.crossweave.core.model.SiteId;
import io.crossweave.core.state.ContextState;
import io.crossweave.core.state.Entry;
import io.crossweave.core.state.TwinRule;
import io.crossweave.core.stored.EventIdRecord;
import io.crossweave.core.stored.EventIdRecord.Twin;
import io.crossweave.core.stored.LosingTwin;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Keeps the client ids of peers' events, and finds those that were stamped at several sites (L1). */
final class ArrivedTwins {
    private final SiteId site;

    ArrivedTwins(SiteId site) {
        this.site = site;
    }

    /**
     * Writes down the id of an event that was just applied. Of several dots with one id the smallest counts, and what gives way of the
     * others is not shown from now on.
     *
     * @return the others, where this site is to supersede what gives way of them: where it is the origin of one of all
     */
    SortedSet<Dot> remember(LaneStep step, ContextState state, StampedEvent event) {
        String eventId = event.stamp().eventId();
        EventIdRecord known = step.eventId(event.key(), eventId);
        var arrived = new Twin(event.stamp().hlc(), event.dot(), state.nextSequence() - 1);
        var alone = new EventIdRecord(arrived, event.bodyHash(), state.vector(), creates(event));
        if (known == null) {
            step.putEventId(event.key(), eventId, alone);
            return new TreeSet<>();
        }
        var twins = new ArrayList<>(known.twins());
        twins.add(arrived);
        Collections.sort(twins);
        EventIdRecord answer = twins.getFirst().equals(arrived) ? alone : known;
        step.putEventId(
                event.key(), eventId, new EventIdRecord(twins, answer.bodyHash(), answer.version(), answer.created()));
        return settle(step, state, twins);
    }

    /** Its publisher had no document: then an event says first that there is one. */
    private static boolean creates(StampedEvent event) {
        return !event.additions().isEmpty()
                && event.additions().getFirst().path().equals(JsonPointer.ROOT);
    }

    private SortedSet<Dot> settle(LaneStep step, ContextState state, List<Twin> twins) {
        Twin counts = twins.getFirst();
        var rule = new TwinRule();
        var losers = new TreeSet<Dot>();
        boolean origin = false;
        for (Twin twin : twins) {
            origin |= twin.dot().site().region().equals(site.region());
            StampedEvent event = event(step, state, twin);
            if (!twin.equals(counts)) {
                losers.add(twin.dot());
                List<Integer> standing = event == null ? values(state, twin.dot()) : rule.standing(event);
                step.loseTwin(state, new LosingTwin(twin.dot(), counts.hlc(), counts.dot(), standing));
            }
            if (event != null) {
                rule.earlier(event);
            }
        }
        step.touch(state);
        step.then(new AfterCommit.Alarm("event id stamped twice", counts.dot() + " counts, " + losers + " gave way"));
        return origin ? losers : new TreeSet<>();
    }

    private static @Nullable StampedEvent event(LaneStep step, ContextState state, Twin twin) {
        return step.inHistory(state.key(), twin.sequence()) instanceof StampedEvent event ? event : null;
    }

    /** What might stand of an event that is not kept any more: better twice there than gone. */
    private static List<Integer> values(ContextState state, Dot dot) {
        var values = new ArrayList<Integer>();
        for (EntryId id : state.liveOf(dot)) {
            Entry entry = state.live().get(id);
            if (entry != null && (entry.kind() == EntryKind.REGISTER || entry.kind() == EntryKind.MEMBER)) {
                values.add(id.ordinal());
            }
        }
        return values;
    }
}
