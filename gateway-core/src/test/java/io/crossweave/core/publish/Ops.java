package io.crossweave.core.publish;

import io.crossweave.core.document.JsonNumber;
import io.crossweave.core.document.JsonPointer;
import io.crossweave.core.event.DeltaOperation;
import io.crossweave.core.gateway.PublishOutcome;
import io.crossweave.core.gateway.PublishOutcome.Violation;

/** Delta operations in short, with single quotes for double ones. */
final class Ops {
    private Ops() {}

    static DeltaOperation add(String path, String value) {
        return new DeltaOperation.Add(JsonPointer.parse(path), Replica.json(value));
    }

    static DeltaOperation replace(String path, String value) {
        return new DeltaOperation.Replace(JsonPointer.parse(path), Replica.json(value));
    }

    static DeltaOperation remove(String path) {
        return new DeltaOperation.Remove(JsonPointer.parse(path));
    }

    static DeltaOperation copy(String from, String path) {
        return new DeltaOperation.Copy(JsonPointer.parse(from), JsonPointer.parse(path));
    }

    static DeltaOperation move(String from, String path) {
        return new DeltaOperation.Move(JsonPointer.parse(from), JsonPointer.parse(path));
    }

    static DeltaOperation increment(String path, String by) {
        return new DeltaOperation.Increment(JsonPointer.parse(path), JsonNumber.of(by));
    }

    static DeltaOperation setAdd(String path, String value) {
        return new DeltaOperation.SetAdd(JsonPointer.parse(path), Replica.json(value));
    }

    static DeltaOperation setRemove(String path, String value) {
        return new DeltaOperation.SetRemove(JsonPointer.parse(path), Replica.json(value));
    }

    static DeltaOperation append(String path, String value) {
        return new DeltaOperation.Append(JsonPointer.parse(path), Replica.json(value));
    }

    static DeltaOperation test(String path, String value) {
        return new DeltaOperation.Test(JsonPointer.parse(path), Replica.json(value));
    }

    static Violation violation(PublishOutcome outcome) {
        return ((PublishOutcome.Invalid) outcome).violations().getFirst();
    }
}
