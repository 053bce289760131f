package io.crossweave.core.event;

import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonPointer;
import io.crossweave.core.document.JsonValue;
import io.crossweave.core.model.ConflictId;
import io.crossweave.core.model.Dot;
import java.util.List;

/** What a client wants to change. */
public sealed interface Payload {
    /** The whole document as it should be. */
    record State(JsonObject document) implements Payload {}

    /** Operations, applied in order, all or none. JSON Patch (RFC 6902) arrives in this form. */
    record Delta(List<DeltaOperation> operations) implements Payload {
        public Delta {
            operations = List.copyOf(operations);
        }
    }

    /** A JSON Merge Patch (RFC 7396). */
    record Merge(JsonValue patch) implements Payload {}

    /** The context is to be deleted. */
    record Deletion() implements Payload {}

    /** The whole document as it should be, now that somebody has looked at these conflicts. */
    record Reconciliation(JsonObject document, List<ConflictId> resolves) implements Payload {
        public Reconciliation {
            resolves = List.copyOf(resolves);
        }
    }

    /** A resolver's answer: a value that is to stand at the path where these conflicts are, and no other ones. */
    record Verdict(JsonPointer path, JsonValue value, List<ConflictId> resolves) implements Payload {
        public Verdict {
            resolves = List.copyOf(resolves);
        }
    }

    /** One side of a conflict is to stand. */
    record Choice(ConflictId conflict, Dot chosen) implements Payload {}
}
