package io.crossweave.core.publish;

import static java.util.Objects.requireNonNull;

import io.crossweave.core.conflict.ConflictBook;
import io.crossweave.core.document.JsonArray;
import io.crossweave.core.document.JsonNull;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonPointer;
import io.crossweave.core.document.JsonValue;
import io.crossweave.core.event.DeltaOperation;
import io.crossweave.core.event.EntryKind;
import io.crossweave.core.event.Payload;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.model.MergeRule;
import io.crossweave.core.spi.ReleasePolicy;
import io.crossweave.core.state.Draft;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns what a client asks for into typed operations against the publisher's state (L4). Receivers never do this again. */
final class Translator {
    /** By a rough count: a change that copies what it has copied would double it each time. */
    private static final long COPIED_BYTES_MAX = Limits.DOCUMENT_BYTES_MAX;

    private final Draft draft;
    private final ConflictBook conflicts;
    private final ReleasePolicy policy;
    private final WholeValueWriter writer;
    private long copiedBytes;

    Translator(Draft draft, ConflictBook conflicts, ReleasePolicy policy) {
        this.draft = draft;
        this.policy = policy;
        this.writer = new WholeValueWriter(draft);
        this.conflicts = conflicts;
    }

    void translate(Payload payload) throws InvalidChangeException {
        boolean writes = !(payload instanceof Payload.Deletion
                || payload instanceof Payload.Choice
                || payload instanceof Payload.Verdict);
        if (writes && draft.document() == null) {
            // The root entry says that the context exists, also when its last member is removed one day.
            writer.put(JsonPointer.ROOT, EntryKind.REGISTER, JsonObject.EMPTY);
        }
        switch (payload) {
            case Payload.State(JsonObject document) -> writer.write(JsonPointer.ROOT, document);
            case Payload.Delta(var operations) -> {
                for (DeltaOperation operation : operations) {
                    operate(operation);
                }
            }
            case Payload.Merge(JsonValue patch) -> mergeRoot(patch);
            case Payload.Deletion() -> draft.removeAtOrBelow(JsonPointer.ROOT);
            case Payload.Reconciliation(JsonObject document, var resolves) -> {
                new Resolution(draft, writer, conflicts).supersedeAll(resolves);
                writer.write(JsonPointer.ROOT, document);
            }
            case Payload.Verdict(var path, var value, var resolves) ->
                new Resolution(draft, writer, conflicts).answer(path, value, resolves);
            case Payload.Choice(var conflict, var chosen) ->
                new Resolution(draft, writer, conflicts).choose(conflict, chosen);
        }
    }

    // ---- merge patch (RFC 7396) ------------------------------------------------------------------------------------

    private void mergeRoot(JsonValue patch) throws InvalidChangeException {
        if (!(patch instanceof JsonObject object)) {
            throw new InvalidChangeException(
                    JsonPointer.ROOT, "a context's document is an object, so its merge patch is one");
        }
        merge(JsonPointer.ROOT, object);
    }

    private void merge(JsonPointer path, JsonObject patch) throws InvalidChangeException {
        if (!(draft.shownAt(path) instanceof JsonObject)) {
            writer.write(path, JsonObject.EMPTY);
        }
        for (Map.Entry<String, JsonValue> member : patch.members()) {
            JsonPointer child = path.child(member.getKey());
            if (member.getValue() instanceof JsonNull) {
                if (draft.shownAt(child) != null) {
                    remove(child);
                }
            } else if (member.getValue() instanceof JsonObject object
                    && draft.ruleAt(child).isReplaced()) {
                merge(child, object);
            } else {
                writer.set(child, member.getValue());
            }
        }
    }

    // ---- delta operations ------------------------------------------------------------------------------------------

    private void operate(DeltaOperation operation) throws InvalidChangeException {
        switch (operation) {
            case DeltaOperation.Add(var path, var value) -> set(path, value, ArrayEdit.Action.ADD);
            case DeltaOperation.Replace(var path, var value) -> set(path, value, ArrayEdit.Action.REPLACE);
            case DeltaOperation.Remove(var path) -> removeShown(path);
            case DeltaOperation.Increment(var path, var by) -> {
                require(path, MergeRule.COUNTER, "INCREMENT");
                draft.removeScalarsAbove(path);
                writer.put(path, EntryKind.INCREMENT, WholeValueWriter.increment(path, by));
            }
            case DeltaOperation.SetAdd(var path, var value) -> {
                require(path, MergeRule.SET, "SET_ADD");
                writer.addMember(path, value);
            }
            case DeltaOperation.SetRemove(var path, var value) -> {
                require(path, MergeRule.SET, "SET_REMOVE");
                if (draft.shownAt(path) instanceof JsonArray) {
                    draft.removeMembers(path, value);
                    writer.keep(path, JsonArray.EMPTY);
                }
            }
            case DeltaOperation.Append(var path, var value) -> {
                require(path, MergeRule.LOG, "APPEND");
                append(path, value);
            }
            case DeltaOperation.Copy(var from, var path) -> transfer(from, path, false);
            case DeltaOperation.Move(var from, var path) -> transfer(from, path, true);
            case DeltaOperation.Test(var path, var value) -> {
                if (!value.equals(draft.shownAt(path))) {
                    throw new InvalidChangeException(path, "the test failed: the path shows another value or none");
                }
            }
        }
    }

    /** Adds at one path what another shows, with the classes that it has there; moved, it is removed there first. */
    private void transfer(JsonPointer from, JsonPointer path, boolean moved) throws InvalidChangeException {
        JsonValue value = draft.shownAt(from);
        if (value == null) {
            throw new InvalidChangeException(from, "the path is absent");
        }
        if (moved && from.isAncestorOf(path)) {
            throw new InvalidChangeException(path, "a value can't be moved into itself");
        }
        copiedBytes += EventBounds.bytesAtMost(value);
        if (copiedBytes > COPIED_BYTES_MAX) {
            throw new InvalidChangeException(path, "one change can't copy so much");
        }
        if (moved && from.equals(path)) {
            return;
        }
        var carried = new CarriedClasses(draft, policy, from, path, value);
        if (moved) {
            removeShown(from);
        }
        writer.carry(carried);
        set(path, value, ArrayEdit.Action.ADD);
        writer.carry(null);
    }

    private void set(JsonPointer path, JsonValue value, ArrayEdit.Action action) throws InvalidChangeException {
        if (path.depth() == 0 && !(value instanceof JsonObject)) {
            throw new InvalidChangeException(path, "a context's document is an object");
        }
        JsonPointer collection = collectionAbove(path);
        if (collection == null) {
            writeBelowArrays(path, value, action);
            return;
        }
        boolean element = collection.depth() == path.depth() - 1 && isPlace(path.last());
        switch (draft.ruleAt(collection)) {
            case LOG -> {
                if (!element || action != ArrayEdit.Action.ADD) {
                    throw new InvalidChangeException(
                            path, "elements of a log don't change: add one, or remove one by its index");
                }
                append(collection, value);
            }
            case SET ->
                throw new InvalidChangeException(path, "members of a set have no index: use SET_ADD and SET_REMOVE");
            case COUNTER, MAX, MIN, LWW, PRIORITY, MANUAL, RESOLVER ->
                throw new InvalidChangeException(
                        path,
                        "the path lies below " + collection + ", which is a "
                                + draft.ruleAt(collection).label());
        }
    }

    private void writeBelowArrays(JsonPointer path, JsonValue value, ArrayEdit.Action action)
            throws InvalidChangeException {
        JsonPointer array = arrayAbove(path);
        if (array == null) {
            writer.set(path, value);
        } else {
            var held = (JsonArray) requireNonNull(draft.shownAt(array));
            writer.set(array, new ArrayEdit(path, action, value).in(held, array.depth()));
        }
    }

    private void append(JsonPointer log, JsonValue value) throws InvalidChangeException {
        draft.removeScalarsAbove(log);
        writer.put(log, EntryKind.APPEND, value);
    }

    private void removeShown(JsonPointer path) throws InvalidChangeException {
        if (path.depth() == 0) {
            throw new InvalidChangeException(path, "the whole document is removed by deleting the context");
        }
        if (draft.shownAt(path) == null) {
            throw new InvalidChangeException(path, "the path is absent");
        }
        remove(path);
    }

    /** Removes a path that is shown. */
    private void remove(JsonPointer path) throws InvalidChangeException {
        JsonPointer collection = collectionAbove(path);
        JsonPointer array = arrayAbove(path);
        if (collection != null && !draft.ruleAt(collection).isExtreme()) {
            removeFrom(collection, path);
        } else if (array != null) {
            var held = (JsonArray) requireNonNull(draft.shownAt(array));
            writer.write(array, new ArrayEdit(path, ArrayEdit.Action.REMOVE, null).in(held, array.depth()));
        } else {
            draft.removeAtOrBelow(path);
            writer.keep(requireNonNull(path.parent()), JsonObject.EMPTY);
        }
    }

    private void removeFrom(JsonPointer collection, JsonPointer path) throws InvalidChangeException {
        if (collection.depth() != path.depth() - 1) {
            throw new InvalidChangeException(
                    path, "elements of a " + draft.ruleAt(collection).label() + " don't change");
        }
        JsonValue shown = requireNonNull(draft.shownAt(path));
        if (draft.ruleAt(collection) == MergeRule.SET) {
            draft.removeMembers(collection, shown);
        } else if (!draft.removeElement(collection, ArrayEdit.indexOf(path.last()))) {
            throw new InvalidChangeException(path, "the path is absent");
        }
        writer.keep(collection, JsonArray.EMPTY);
    }

    // ---- where a path leads ----------------------------------------------------------------------------------------

    /** The path with a rule of its own form, such as a log, that a path leads into, or null. */
    private @Nullable JsonPointer collectionAbove(JsonPointer path) {
        for (JsonPointer above = path.parent(); above != null; above = above.parent()) {
            if (!draft.ruleAt(above).isReplaced()) {
                return above;
            }
        }
        return null;
    }

    /** The topmost array without a rule that a path leads into, or null. */
    private @Nullable JsonPointer arrayAbove(JsonPointer path) {
        JsonValue here = draft.document();
        for (int depth = 0; depth < path.depth(); depth++) {
            if (here instanceof JsonArray) {
                return path.prefix(depth);
            }
            here = here instanceof JsonObject object ? object.get(path.token(depth)) : null;
        }
        return null;
    }

    private static boolean isPlace(String token) {
        return token.equals("-") || ArrayEdit.indexOf(token) >= 0;
    }

    private void require(JsonPointer path, MergeRule rule, String operation) throws InvalidChangeException {
        if (draft.ruleAt(path) != rule) {
            throw new InvalidChangeException(path, operation + " needs a path with the rule " + rule.label());
        }
    }
}
