package io.crossweave.core.event;

import io.crossweave.core.causality.Stamp;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.Dot;
import io.crossweave.core.model.EntryId;
import io.crossweave.core.model.Hlc;
import io.crossweave.core.model.Labels;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A translated, stamped change: it adds entries and removes the entries that it names; nothing else (L2).
 *
 * @param removals ids of the entries that this event supersedes, ascending
 * @param hidden ordinals of entries that this destination may not hold, ascending; empty at the origin (L3)
 * @param labels the labels that hold for this event: its own joined with those that stick to the context (L11)
 * @param lifetime what it says of how long the context lives (L16)
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
        Lifetime lifetime,
        int ruleVersion)
        implements CausalItem {
    public StampedEvent {
        additions = List.copyOf(additions);
        removals = List.copyOf(removals);
        hidden = List.copyOf(hidden);
        if (lifetime.endedAtMs() > stamp.hlc().millis()) {
            throw new IllegalArgumentException("an event begins after what has expired before it");
        }
    }

    /** The event with these of its additions only. */
    public StampedEvent with(List<Addition> some) {
        return new StampedEvent(
                key, stamp, type, some, removals, hidden, labels, provenance, bodyHash, lifetime, ruleVersion);
    }

    @Override
    public Dot dot() {
        return stamp.dot();
    }

    @Override
    public long lastCounter() {
        return stamp.dot().counter();
    }

    /** Whether the event leaves nothing of what it observed, and sets the context's delete stamp. */
    public boolean deletes() {
        return type == EventType.DELETED || lifetime.beginsAnew();
    }

    /**
     * Up to when the event hides what it did not observe; {@link Hlc#ZERO} where it does not. For one that begins anew that is the instant
     * at which the context had expired, and not its own: whatever else is written to the context from then on stays, also where two sites
     * begin anew at once.
     */
    public Hlc deleteStamp() {
        if (type == EventType.DELETED) {
            return stamp.hlc();
        }
        return lifetime.beginsAnew() ? Hlc.ofMillis(lifetime.endedAtMs()) : Hlc.ZERO;
    }

    /** The expiry that the event sets; null where it sets none. */
    public @Nullable Expiry expiry() {
        return lifetime.setsExpiry() ? new Expiry(stamp.hlc(), dot().site(), lifetime.expiresAtMs()) : null;
    }

    /**
     * What a destination gets of this event where it is withheld (L8): an empty dot. An event that only takes a losing twin back has
     * nothing to hide but its labels, and goes as the event that it is without them: as a placeholder it would wait for nothing, and the
     * client's change would be gone where the twin that counts has not arrived yet (L1).
     */
    public CausalItem withheld() {
        if (type != EventType.RECONCILIATION || !additions.isEmpty()) {
            return placeholder();
        }
        return new StampedEvent(
                key,
                stamp,
                type,
                additions,
                removals,
                hidden,
                Labels.NONE,
                Provenance.UNKNOWN,
                BodyHash.UNKNOWN,
                lifetime,
                ruleVersion);
    }

    /** The empty form of this event. */
    public Placeholder placeholder() {
        return new Placeholder(key, dot(), lastCounter(), removals, deleteStamp(), expiry());
    }
}
