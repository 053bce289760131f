package io.crossweave.simulator.check;

import io.crossweave.core.document.JsonArray;
import io.crossweave.core.document.JsonNumber;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonString;
import io.crossweave.core.document.JsonValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the documents of the workload say. */
final class Documents {
    private Documents() {}

    /** The event ids in the log, in its order. An element is one, or an object with one as {@code id}. */
    static List<String> log(@Nullable JsonObject document) {
        var elements = new ArrayList<String>();
        if (document != null && document.get("log") instanceof JsonArray log) {
            for (JsonValue element : log) {
                if (element instanceof JsonObject message && message.get("id") instanceof JsonString id) {
                    elements.add(id.value());
                } else if (element instanceof JsonString eventId) {
                    elements.add(eventId.value());
                }
            }
        }
        return elements;
    }

    static long visits(@Nullable JsonObject document) {
        return document != null && document.get("visits") instanceof JsonNumber number
                ? number.decimal().longValueExact()
                : 0;
    }

    static boolean hasStatus(@Nullable JsonObject document) {
        return document != null && document.get("status") != null;
    }
}
