package io.crossweave.core.event;

import io.crossweave.core.document.JsonArray;
import io.crossweave.core.document.JsonBoolean;
import io.crossweave.core.document.JsonNull;
import io.crossweave.core.document.JsonNumber;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonString;
import io.crossweave.core.document.JsonValue;
import java.util.Map;

/** Roughly the bytes of an item on the wire before compression: exact enough to close an envelope in time and to bound what waits. */
public final class ItemWeight {
    private static final int EVENT_BYTES = 160;
    private static final int ADDITION_BYTES = 24;
    private static final int ID_BYTES = 6;
    private static final int REPLACED_BYTES = 2;
    private static final int VALUE_BYTES = 8;

    private ItemWeight() {}

    public static long of(LaneItem item) {
        return switch (item) {
            case StampedEvent event -> {
                long bytes = EVENT_BYTES
                        + of(event.provenance().others())
                        + (long) ID_BYTES
                                * (event.removals().size() + event.hidden().size());
                for (Addition addition : event.additions()) {
                    bytes += ADDITION_BYTES
                            + addition.path().toString().length()
                            + of(addition.value())
                            + (long) REPLACED_BYTES * addition.replaces().size();
                }
                yield bytes;
            }
            case Placeholder placeholder ->
                EVENT_BYTES + (long) ID_BYTES * placeholder.removals().size();
            case SharersNotice notice -> EVENT_BYTES + 64L * notice.regions().size();
            case Restatement restatement -> {
                long bytes = EVENT_BYTES
                        + (long) ID_BYTES
                                * (restatement.withheld().size()
                                        + restatement.gone().size());
                for (StampedEvent event : restatement.events()) {
                    bytes += of(event);
                }
                yield bytes;
            }
            case RestatementApplied _ -> EVENT_BYTES;
        };
    }

    /** Of a value. */
    public static long of(JsonValue value) {
        return switch (value) {
            case JsonString text -> VALUE_BYTES + (long) text.value().length();
            case JsonArray array -> {
                long bytes = VALUE_BYTES;
                for (JsonValue element : array) {
                    bytes += of(element);
                }
                yield bytes;
            }
            case JsonObject object -> {
                long bytes = VALUE_BYTES;
                for (Map.Entry<String, JsonValue> member : object.members()) {
                    bytes += member.getKey().length() + of(member.getValue());
                }
                yield bytes;
            }
            case JsonNumber number -> number.literal().length();
            case JsonBoolean _ -> VALUE_BYTES;
            case JsonNull _ -> VALUE_BYTES;
        };
    }
}
