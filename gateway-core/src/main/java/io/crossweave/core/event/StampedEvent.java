package io.crossweave.core.event;

import io.crossweave.core.causality.Stamp;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.Dot;
import io.crossweave.core.model.EntryId;
import io.crossweave.core.model.Hlc;
import io.crossweave.core.model.Labels;
import java.util.List;

/**
 * A translated, stamped change: it adds entries and removes the entries that it names; nothing else (L2).
 *
 * @param removals ids of the entries that this event supersedes, ascending
 * @param hidden ordinals of entries that this destination may not hold, ascending; empty at the origin (L3)
 * @param labels the labels that hold for this event: its own joined with those that stick to the context (L11)
 * @param ruleVersion the context type's version under which it was translated
 */
public record StampedEvent(
        ContextKey key,
        Stamp stamp,
        EventType type,
        List<Addition> additions,
        List<EntryId> removals,
        List<Integer> hidden,
        Labels labels,
        Provenance provenance,
        BodyHash bodyHash,
        int ruleVersion)
        implements CausalItem {
    public StampedEvent {
        additions = List.copyOf(additions);
        removals = List.copyOf(removals);
        hidden = List.copyOf(hidden);
    }

    @Override
    public Dot dot() {
        return stamp.dot();
    }

    @Override
    public long lastCounter() {
        return stamp.dot().counter();
    }

    /** Whether the event deletes what it observed and sets the context's delete stamp. */
    public boolean deletes() {
        return type == EventType.DELETED;
    }

    /** What stands in this event's place where it is withheld. */
    public Placeholder placeholder() {
        return new Placeholder(key, dot(), lastCounter(), removals, deletes() ? stamp.hlc() : Hlc.ZERO);
    }
}
