package io.crossweave.app.translate;

import io.crossweave.core.conflict.ConflictSummary;
import io.crossweave.core.document.JsonArray;
import io.crossweave.core.document.JsonBoolean;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonString;
import io.crossweave.core.document.JsonValue;
import io.crossweave.core.gateway.ConflictView;
import io.crossweave.core.stored.ConflictRecord;
import io.crossweave.core.stored.ConflictSide;
import io.crossweave.core.stored.Supersession;
import java.util.Optional;

/** Conflicts as operators see them: what each side wrote, when, where and who, and which one is shown. */
public final class ConflictJson {
    private ConflictJson() {}

    /** With why no resolver has decided it, where one was to and people are to now. */
    public static JsonValue of(ConflictView view, Optional<String> leftToPeople) {
        JsonObject json = of(view);
        return leftToPeople
                .filter(reason -> view.conflict().isOpen())
                .map(reason -> json.with("resolverFailed", new JsonString(reason)))
                .orElse(json);
    }

    static JsonObject of(ConflictView view) {
        ConflictRecord conflict = view.conflict();
        Supersession settled = conflict.settled();
        JsonObject json = JsonObject.of(
                        "id", new JsonString(conflict.id().hex()),
                        "type", new JsonString(conflict.key().type()),
                        "contextId", new JsonString(conflict.key().id()))
                .with("path", new JsonString(conflict.path().toString()))
                .with("rule", new JsonString(view.rule()))
                .with("winner", new JsonString(view.winner().toString()))
                .with("state", new JsonString(settled == null ? "open" : "settled"))
                .with("sides", JsonArray.of(side(conflict, conflict.left()), side(conflict, conflict.right())));
        return settled == null ? json : json.with("settledBy", stamp(settled));
    }

    private static JsonObject side(ConflictRecord conflict, ConflictSide side) {
        JsonObject json = stamp(side.stamp());
        if (!side.source().isEmpty()) {
            json = json.with("source", new JsonString(side.source()));
        }
        if (side.isDelete()) {
            return json.with("deleted", JsonBoolean.TRUE);
        }
        JsonObject told = json;
        return ConflictSummary.value(conflict, side)
                .map(value -> told.with("value", value))
                .orElseGet(() -> told.with("valueOmitted", JsonBoolean.TRUE));
    }

    private static JsonObject stamp(Supersession stamp) {
        return JsonObject.of(
                "dot", new JsonString(stamp.dot().toString()),
                "site", new JsonString(stamp.dot().site().region()),
                "hlc", new JsonString(stamp.hlc().toString()));
    }
}
