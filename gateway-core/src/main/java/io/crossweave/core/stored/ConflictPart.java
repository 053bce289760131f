package io.crossweave.core.stored;

import io.crossweave.core.document.JsonPointer;
import io.crossweave.core.document.JsonValue;
import io.crossweave.core.event.EntryKind;
import io.crossweave.core.event.ItemWeight;
import io.crossweave.core.model.EntryId;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a side of a conflict, or its delete.
 *
 * @param ordinal the entry's place in its event; {@link EntryId#WHOLE_DOT} for a delete
 * @param value null for a delete, and where the value is too large to be kept twice
 * @param superseded the event that has seen both sides and superseded this entry; null while it stands
 */
public record ConflictPart(
        int ordinal,
        JsonPointer path,
        EntryKind kind,
        @Nullable JsonValue value,
        @Nullable Supersession superseded) {
    public boolean isDelete() {
        return ordinal == EntryId.WHOLE_DOT;
    }

    /** Roughly, of the value. */
    long bytes() {
        return value == null ? 0 : ItemWeight.of(value);
    }

    ConflictPart withoutValue() {
        return value == null ? this : new ConflictPart(ordinal, path, kind, null, superseded);
    }

    /** The same part after one more event superseded it: the earliest is remembered, so that the order of arrival does not matter. */
    ConflictPart supersededBy(Supersession event) {
        boolean earlier = superseded == null || event.compareTo(superseded) < 0;
        return earlier ? new ConflictPart(ordinal, path, kind, value, event) : this;
    }
}
