package io.crossweave.core.state;

import io.crossweave.core.document.JsonArray;
import io.crossweave.core.document.JsonBoolean;
import io.crossweave.core.document.JsonNull;
import io.crossweave.core.document.JsonNumber;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonPointer;
import io.crossweave.core.document.JsonString;
import io.crossweave.core.document.JsonValue;
import io.crossweave.core.event.Addition;
import io.crossweave.core.event.EntryKind;
import io.crossweave.core.event.EventType;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.model.Dot;
import io.crossweave.core.model.EntryId;
import io.crossweave.core.model.Hlc;
import io.crossweave.core.stored.DeleteStamp;
import io.crossweave.core.stored.LosingTwin;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One live entry. Ordered by (HLC, site, counter, ordinal), the order in which rules choose and logs read (L5).
 *
 * @param classification the classes that it was given when it was stamped ({@link io.crossweave.core.model.Classes}), empty for none
 * @param ruleVersion the version of the context type's rules under which it was written
 * @param source who wrote it, as the publisher's token confirmed; empty where that is not known
 * @param reconciles whether it was written to settle a conflict
 * @param loser the dot that it is of, where that goes behind another dot of its client event: then it is as old as the other one is (L1)
 */
public record Entry(
        EntryId id,
        JsonPointer path,
        EntryKind kind,
        JsonValue value,
        Hlc hlc,
        String classification,
        int ruleVersion,
        String source,
        boolean reconciles,
        @Nullable LosingTwin loser)
        implements Comparable<Entry> {
    private static final int FIXED_BYTES = 400;
    private static final int TOKEN_BYTES = 4;
    private static final int VALUE_BYTES = 56;
    private static final int REFERENCE_BYTES = 4;
    private static final int MEMBER_BYTES = 80;

    public Entry(
            EntryId id,
            JsonPointer path,
            EntryKind kind,
            JsonValue value,
            Hlc hlc,
            String classification,
            int ruleVersion,
            String source,
            boolean reconciles) {
        this(id, path, kind, value, hlc, classification, ruleVersion, source, reconciles, null);
    }

    public static Entry of(StampedEvent event, Addition addition) {
        return new Entry(
                new EntryId(event.dot(), addition.ordinal()),
                addition.path(),
                addition.kind(),
                addition.value(),
                addition.asOf().equals(Hlc.ZERO) ? event.stamp().hlc() : addition.asOf(),
                addition.classification(),
                event.ruleVersion(),
                event.provenance().source(),
                event.type() == EventType.RECONCILIATION);
    }

    Entry standingFor(LosingTwin twin) {
        return new Entry(id, path, kind, value, hlc, classification, ruleVersion, source, reconciles, twin);
    }

    /** Whether this entry says "here is an object", without any member of it. */
    boolean isEmptyObject() {
        return kind == EntryKind.REGISTER && value instanceof JsonObject object && object.isEmpty();
    }

    boolean isEmptyArray() {
        return kind == EntryKind.REGISTER && value instanceof JsonArray array && array.isEmpty();
    }

    /** Whether a delete hides this entry: it is not newer than the delete (L2). */
    public boolean isHiddenBy(DeleteStamp stamp) {
        int byClock = hlc.compareTo(stamp.hlc());
        return byClock < 0 || (byClock == 0 && id.dot().site().compareTo(stamp.site()) <= 0);
    }

    /** Roughly the heap that it takes with its place in the view, in bytes. */
    public long weight() {
        return FIXED_BYTES + (long) TOKEN_BYTES * path.depth() + weightOf(value);
    }

    private static long weightOf(JsonValue value) {
        return switch (value) {
            case JsonNull _ -> 0;
            case JsonBoolean _ -> 0;
            case JsonNumber number -> VALUE_BYTES + number.literal().length();
            case JsonString(String text) -> VALUE_BYTES + text.length();
            case JsonArray array -> {
                long bytes = VALUE_BYTES;
                for (JsonValue element : array) {
                    bytes += REFERENCE_BYTES + weightOf(element);
                }
                yield bytes;
            }
            case JsonObject object -> {
                long bytes = VALUE_BYTES;
                for (Map.Entry<String, JsonValue> member : object.members()) {
                    bytes += MEMBER_BYTES + member.getKey().length() + weightOf(member.getValue());
                }
                yield bytes;
            }
        };
    }

    @Override
    public int compareTo(Entry other) {
        int byClock = rankHlc().compareTo(other.rankHlc());
        if (byClock != 0) {
            return byClock;
        }
        int byDot = rankDot().compareTo(other.rankDot());
        if (byDot != 0) {
            return byDot;
        }
        // Of one client event, what the dot that counts has written goes first.
        int byTwin = Boolean.compare(loser == null, other.loser == null);
        return byTwin != 0 ? byTwin : id.compareTo(other.id);
    }

    private Hlc rankHlc() {
        return loser == null ? hlc : loser.countsHlc();
    }

    private Dot rankDot() {
        return loser == null ? id.dot() : loser.counts();
    }
}
