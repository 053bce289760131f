package io.crossweave.app.translate;

import io.crossweave.core.document.JsonArray;
import io.crossweave.core.document.JsonBoolean;
import io.crossweave.core.document.JsonNumber;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonString;
import io.crossweave.core.document.JsonValue;
import io.crossweave.core.gateway.RepairOutcome;
import io.crossweave.core.gateway.RepairStatus;
import io.crossweave.core.gateway.Repairs;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** The search for silent differences as operators see it. */
public final class RepairJson {
    private RepairJson() {}

    public static JsonObject of(Repairs repairs) {
        List<JsonValue> peers = repairs.status().stream().map(RepairJson::of).toList();
        return JsonObject.of("items", JsonArray.of(peers), "damaged", JsonNumber.of(repairs.damaged()));
    }

    private static JsonValue of(RepairStatus status) {
        JsonObject json =
                JsonObject.of("site", new JsonString(status.peer()), "underWay", JsonBoolean.of(status.underWay()));
        return status.last().map(last -> with(json, last)).orElse(json);
    }

    private static JsonObject with(JsonObject json, RepairOutcome last) {
        return json.with("result", new JsonString(name(last.end())))
                .with(
                        "ended",
                        new JsonString(Instant.ofEpochMilli(last.endedMs()).toString()))
                .with("differing", JsonNumber.of(last.differing()))
                .with("restated", JsonNumber.of(last.restated()));
    }

    private static String name(RepairOutcome.End end) {
        return end.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
