package io.crossweave.core.state;

import io.crossweave.core.document.JsonArray;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonPointer;
import io.crossweave.core.document.JsonString;
import io.crossweave.core.document.JsonValue;
import io.crossweave.core.event.Addition;
import io.crossweave.core.event.EntryKind;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.model.EntryId;
import io.crossweave.core.model.Hlc;
import io.crossweave.core.stored.DeleteStamp;

/** One live entry. Ordered by (HLC, site, counter, ordinal), the order in which rules choose and logs read (L5). */
public record Entry(
        EntryId id, JsonPointer path, EntryKind kind, JsonValue value, Hlc hlc, String classification, int ruleVersion)
        implements Comparable<Entry> {
    private static final int FIXED_BYTES = 256;
    private static final int ELEMENT_BYTES = 48;

    static Entry of(StampedEvent event, Addition addition) {
        return new Entry(
                new EntryId(event.dot(), addition.ordinal()),
                addition.path(),
                addition.kind(),
                addition.value(),
                event.stamp().hlc(),
                addition.classification(),
                event.ruleVersion());
    }

    /** Whether this entry says "here is an object", without any member of it. */
    boolean isEmptyObject() {
        return kind == EntryKind.REGISTER && value instanceof JsonObject object && object.isEmpty();
    }

    boolean isEmptyArray() {
        return kind == EntryKind.REGISTER && value instanceof JsonArray array && array.isEmpty();
    }

    /** Whether a delete hides this entry: it is not newer than the delete (L2). */
    boolean isHiddenBy(DeleteStamp stamp) {
        int byClock = hlc.compareTo(stamp.hlc());
        return byClock < 0 || (byClock == 0 && id.dot().site().compareTo(stamp.site()) <= 0);
    }

    /** Roughly the heap that it takes, in bytes. */
    long weight() {
        return FIXED_BYTES
                + switch (value) {
                    case JsonString text -> text.value().length();
                    case JsonArray array -> (long) ELEMENT_BYTES * array.size();
                    default -> 0L;
                };
    }

    @Override
    public int compareTo(Entry other) {
        int byClock = hlc.compareTo(other.hlc);
        return byClock != 0 ? byClock : id.compareTo(other.id);
    }
}
