package io.crossweave.app.translate;

import io.crossweave.app.problem.ProblemType;
import io.crossweave.core.document.JsonArray;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonString;
import io.crossweave.core.document.JsonValue;
import io.crossweave.core.event.Payload;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.model.ConflictId;
import io.crossweave.core.model.Dot;
import io.crossweave.core.stored.ConflictRecord;
import java.util.ArrayList;
import java.util.List;

/** How a conflict is to be settled: by a whole document, or by one of its sides. */
public final class ResolutionReader {
    private static final String DOCUMENT = "document";
    private static final String CHOOSE = "choose";
    private static final String RESOLVES = "resolves";

    private ResolutionReader() {}

    /** The body of a resolution of one conflict. */
    static Payload read(JsonValue body, ConflictRecord conflict) {
        if (!(body instanceof JsonObject object)) {
            throw Members.malformed("", "a resolution is an object, not " + RequestJson.kindOf(body));
        }
        var members = new Members(object, "");
        boolean chooses = members.get(CHOOSE) != null;
        if (chooses == (members.get(DOCUMENT) != null)) {
            throw Members.malformed("", "a resolution has either 'document' or 'choose'");
        }
        return chooses
                ? new Payload.Choice(conflict.id(), chosen(members.requiredText(CHOOSE), conflict))
                : new Payload.Reconciliation(document(members), List.of(conflict.id()));
    }

    private static Dot chosen(String text, ConflictRecord conflict) {
        for (Dot dot : List.of(conflict.left().dot(), conflict.right().dot())) {
            if (dot.toString().equals(text)) {
                return dot;
            }
        }
        throw Members.refused(
                ProblemType.INVALID_CHANGE,
                "/" + CHOOSE,
                "must be " + conflict.left().dot() + " or " + conflict.right().dot());
    }

    /** The payload of a native event that names the conflicts it settles. */
    static Payload reconciliation(Members payload) {
        JsonArray named = payload.requiredArray(RESOLVES);
        if (named.isEmpty() || named.size() > Limits.RESOLVES_MAX) {
            throw Members.malformed(payload.pointer(RESOLVES), "must name 1 to " + Limits.RESOLVES_MAX + " conflicts");
        }
        List<ConflictId> ids = new ArrayList<>(named.size());
        for (JsonValue id : named) {
            if (!(id instanceof JsonString(String hex) && ConflictId.isId(hex))) {
                throw Members.malformed(payload.pointer(RESOLVES) + "/" + ids.size(), "must be the id of a conflict");
            }
            ids.add(new ConflictId(hex));
        }
        return new Payload.Reconciliation(document(payload), ids);
    }

    private static JsonObject document(Members members) {
        return RequestJson.document(members.requiredValue(DOCUMENT), members.pointer(DOCUMENT));
    }
}
