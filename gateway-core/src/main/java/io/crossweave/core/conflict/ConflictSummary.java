package io.crossweave.core.conflict;

import io.crossweave.core.document.JsonArray;
import io.crossweave.core.document.JsonNumber;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonPointer;
import io.crossweave.core.document.JsonValue;
import io.crossweave.core.event.EntryKind;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.model.ContextType;
import io.crossweave.core.model.Dot;
import io.crossweave.core.model.EntryId;
import io.crossweave.core.model.MergeRule;
import io.crossweave.core.state.Entry;
import io.crossweave.core.state.RegisterOrder;
import io.crossweave.core.stored.ConflictPart;
import io.crossweave.core.stored.ConflictRecord;
import io.crossweave.core.stored.ConflictSide;
import io.crossweave.core.stored.DeleteStamp;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a conflict comes to: what each side wrote, by which rule one of them is shown, and which. */
public final class ConflictSummary {
    /** The rule where a delete meets a write that it did not see: the newer one stands. */
    public static final String DELETE = "delete";
    /** The rule where values of several kinds meet at a path: the newest kind is shown. */
    public static final String KIND = "kind";

    private ConflictSummary() {}

    public static String rule(ConflictRecord conflict, ContextType type) {
        if (isDelete(conflict)) {
            return DELETE;
        }
        return areWhole(conflict) ? type.ruleAt(conflict.path()).label() : KIND;
    }

    /** The dot of the side that is shown of the two. */
    public static Dot winner(ConflictRecord conflict, ContextType type) {
        if (isDelete(conflict)) {
            ConflictSide delete = conflict.left().isDelete() ? conflict.left() : conflict.right();
            ConflictSide write = conflict.other(delete.dot());
            var stamp = new DeleteStamp(delete.hlc(), delete.dot().site());
            return entry(write, write.parts().getFirst()).isHiddenBy(stamp) ? delete.dot() : write.dot();
        }
        boolean reconciled = conflict.left().reconciles() && conflict.right().reconciles();
        if (!areWhole(conflict) || reconciled) {
            return conflict.later().dot();
        }
        MergeRule rule = type.ruleAt(conflict.path());
        Entry left = entry(conflict.left(), conflict.left().parts().getFirst());
        Entry right = entry(conflict.right(), conflict.right().parts().getFirst());
        return (RegisterOrder.of(rule).compare(left, right) > 0 ? left : right)
                .id()
                .dot();
    }

    /** What a side wrote, as it would show at the conflict's path; empty for a delete, and where it is too large to be kept or shown. */
    public static Optional<JsonValue> value(ConflictRecord conflict, ConflictSide side) {
        if (side.bytes() > Limits.CONFLICT_VALUE_BYTES_MAX) {
            return Optional.empty();
        }
        var elements = new ArrayList<JsonValue>();
        BigDecimal sum = null;
        JsonValue value = null;
        for (ConflictPart part : side.parts()) {
            JsonValue written = part.value();
            if (written == null) {
                return Optional.empty();
            }
            if (part.path().depth() > conflict.path().depth()) {
                JsonObject branch = value instanceof JsonObject object ? object : JsonObject.EMPTY;
                value = with(branch, part, conflict.path().depth(), written);
            } else if (part.kind() == EntryKind.REGISTER) {
                value = value instanceof JsonObject ? value : written;
            } else if (part.kind() == EntryKind.INCREMENT && written instanceof JsonNumber number) {
                sum = sum == null ? number.decimal() : sum.add(number.decimal());
                value = JsonNumber.of(sum.toPlainString());
            } else {
                elements.add(written);
            }
        }
        return Optional.of(value == null || !elements.isEmpty() ? JsonArray.of(elements) : value);
    }

    private static JsonObject with(JsonObject branch, ConflictPart part, int depth, JsonValue written) {
        String name = part.path().token(depth);
        JsonValue below = branch.get(name);
        if (depth + 1 < part.path().depth()) {
            JsonObject inner = below instanceof JsonObject object ? object : JsonObject.EMPTY;
            return branch.with(name, with(inner, part, depth + 1, written));
        }
        return switch (part.kind()) {
            case REGISTER -> below == null ? branch.with(name, written) : branch;
            case INCREMENT ->
                branch.with(
                        name,
                        below instanceof JsonNumber one && written instanceof JsonNumber other
                                ? JsonNumber.of(
                                        one.decimal().add(other.decimal()).toPlainString())
                                : written);
            case APPEND, MEMBER -> {
                var elements = new ArrayList<JsonValue>();
                if (below instanceof JsonArray array) {
                    array.forEach(elements::add);
                }
                elements.add(written);
                yield branch.with(name, JsonArray.of(elements));
            }
        };
    }

    private static boolean isDelete(ConflictRecord conflict) {
        return conflict.left().isDelete() || conflict.right().isDelete();
    }

    /** Whether both sides are one whole value at one path, so that the path's rule chooses. */
    private static boolean areWhole(ConflictRecord conflict) {
        JsonPointer path = conflict.path();
        return List.of(conflict.left(), conflict.right()).stream()
                .allMatch(side -> side.parts().size() == 1
                        && side.parts().getFirst().kind() == EntryKind.REGISTER
                        && side.parts().getFirst().path().equals(path));
    }

    private static Entry entry(ConflictSide side, ConflictPart part) {
        JsonValue value = part.value();
        return new Entry(
                new EntryId(side.dot(), Math.max(0, part.ordinal())),
                part.path(),
                part.kind(),
                value == null ? JsonObject.EMPTY : value,
                side.hlc(),
                "",
                0,
                side.source(),
                side.reconciles());
    }
}
