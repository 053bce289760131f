package io.crossweave.core.publish;

import io.crossweave.core.conflict.ConflictBook;
import io.crossweave.core.conflict.ConflictSummary;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonPointer;
import io.crossweave.core.document.JsonValue;
import io.crossweave.core.event.EntryKind;
import io.crossweave.core.model.ConflictId;
import io.crossweave.core.model.Dot;
import io.crossweave.core.model.EntryId;
import io.crossweave.core.state.Draft;
import io.crossweave.core.state.Entry;
import io.crossweave.core.stored.ConflictRecord;
import io.crossweave.core.stored.ConflictSide;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Settles conflicts (L6): what it resolves is superseded by name, so that every site finds it settled, and what is to stand is written
 * anew where it would otherwise go with it.
 */
final class Resolution {
    private final Draft draft;
    private final WholeValueWriter writer;
    private final ConflictBook conflicts;

    Resolution(Draft draft, WholeValueWriter writer, ConflictBook conflicts) {
        this.draft = draft;
        this.writer = writer;
        this.conflicts = conflicts;
    }

    /** Clears the way for a document: what is in these conflicts stands no more. One that is settled already has nothing to clear. */
    void supersedeAll(List<ConflictId> resolves) throws InvalidChangeException {
        for (int i = 0; i < resolves.size(); i++) {
            JsonPointer pointer = JsonPointer.of("payload", "resolves", Integer.toString(i));
            ConflictRecord conflict = require(pointer, resolves.get(i));
            if (conflict.isOpen()) {
                supersede(conflict.left());
                supersede(conflict.right());
            }
        }
    }

    /**
     * Lets an answer to exactly these conflicts stand at their path. Where one of them is settled by now, another one is there, or the path
     * shows what was not asked about, the answer is late and changes nothing.
     */
    void answer(JsonPointer path, JsonValue value, List<ConflictId> resolves) throws InvalidChangeException {
        var open = new TreeSet<ConflictId>();
        boolean shown = false;
        for (ConflictRecord conflict : conflicts.all()) {
            if (conflict.isOpen() && conflict.path().equals(path)) {
                open.add(conflict.id());
                shown |= isShown(conflict, conflict.left()) || isShown(conflict, conflict.right());
            }
        }
        if (!shown || !open.equals(new TreeSet<>(resolves))) {
            throw new InvalidChangeException(path, "what is in conflict at the path is not what was asked about");
        }
        supersedeAll(resolves);
        writer.set(path, value);
    }

    private boolean isShown(ConflictRecord conflict, ConflictSide side) {
        return ConflictSummary.value(conflict, side)
                .filter(value -> value.equals(draft.shownAt(conflict.path())))
                .isPresent();
    }

    /** Lets one side stand and the other one go. */
    void choose(ConflictId id, Dot chosenDot) throws InvalidChangeException {
        JsonPointer pointer = JsonPointer.of("choose");
        ConflictRecord conflict = require(JsonPointer.ROOT, id);
        if (!conflict.concerns(chosenDot)) {
            throw new InvalidChangeException(
                    pointer,
                    "the conflict is between " + conflict.left().dot() + " and "
                            + conflict.right().dot());
        }
        if (!conflict.isOpen()) {
            throw new InvalidChangeException(pointer, "the conflict is settled");
        }
        ConflictSide chosen = conflict.side(chosenDot);
        ConflictSide other = conflict.other(chosenDot);
        Entry whole = wholeValue(conflict, chosen);
        if (chosen.isDelete()) {
            draft.remove(ids(draft.heldOf(other.dot())));
        } else if (other.isDelete()) {
            writeAgain(draft.heldOf(chosenDot));
        } else if (whole != null) {
            writer.keepClassesOf(whole);
            // Whatever else stands there was seen as well.
            draft.removeAtOrBelow(conflict.path());
            draft.removeScalarsAbove(conflict.path());
            writer.put(conflict.path(), EntryKind.REGISTER, whole.value());
        } else {
            draft.remove(other.standing());
        }
    }

    private void supersede(ConflictSide side) {
        draft.heldOf(side.dot()).forEach(writer::keepClassesOf);
        draft.remove(side.standing());
    }

    private ConflictRecord require(JsonPointer pointer, ConflictId id) throws InvalidChangeException {
        ConflictRecord conflict = conflicts.get(id);
        if (conflict == null) {
            throw new InvalidChangeException(pointer, "the context has no conflict " + id);
        }
        return conflict;
    }

    /** The value of a side that is one value at the conflict's path; null where it is a branch or a collection. */
    private @Nullable Entry wholeValue(ConflictRecord conflict, ConflictSide side) {
        for (Entry entry : draft.heldOf(side.dot())) {
            JsonValue value = entry.value();
            if (entry.path().equals(conflict.path())
                    && entry.kind() == EntryKind.REGISTER
                    && !(value instanceof JsonObject)) {
                return entry;
            }
        }
        return null;
    }

    /** What a delete hid, or would hide elsewhere, is later than it now. */
    private void writeAgain(List<Entry> entries) throws InvalidChangeException {
        entries.forEach(writer::keepClassesOf);
        draft.remove(ids(entries));
        if (draft.document() == null) {
            writer.put(JsonPointer.ROOT, EntryKind.REGISTER, JsonObject.EMPTY);
        }
        for (Entry entry : entries) {
            if (entry.path().depth() > 0) {
                writer.put(entry.path(), entry.kind(), entry.value());
            }
        }
    }

    private static List<EntryId> ids(List<Entry> entries) {
        var ids = new ArrayList<EntryId>(entries.size());
        entries.forEach(entry -> ids.add(entry.id()));
        return ids;
    }
}
