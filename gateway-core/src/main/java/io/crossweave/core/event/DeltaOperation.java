package io.crossweave.core.event;

import io.crossweave.core.document.JsonNumber;
import io.crossweave.core.document.JsonPointer;
import io.crossweave.core.document.JsonValue;

/** One operation of a delta as the client wrote it, before translation (L4). */
public sealed interface DeltaOperation {
    JsonPointer path();

    /** Sets the path and makes missing parents; at an index or {@code -} of a log it appends. */
    record Add(JsonPointer path, JsonValue value) implements DeltaOperation {}

    /** Sets the path and makes missing parents. */
    record Replace(JsonPointer path, JsonValue value) implements DeltaOperation {}

    /** Removes the path; refused where it is absent. */
    record Remove(JsonPointer path) implements DeltaOperation {}

    /** Adds to a counter. */
    record Increment(JsonPointer path, JsonNumber by) implements DeltaOperation {}

    record SetAdd(JsonPointer path, JsonValue value) implements DeltaOperation {}

    record SetRemove(JsonPointer path, JsonValue value) implements DeltaOperation {}

    record Append(JsonPointer path, JsonValue value) implements DeltaOperation {}

    /** Adds at the path what another one shows (RFC 6902). */
    record Copy(JsonPointer from, JsonPointer path) implements DeltaOperation {}

    /** The same, and removes it where it was. Refused into what is moved itself. */
    record Move(JsonPointer from, JsonPointer path) implements DeltaOperation {}

    /** Refuses the whole event unless the path shows this value. */
    record Test(JsonPointer path, JsonValue value) implements DeltaOperation {}
}
