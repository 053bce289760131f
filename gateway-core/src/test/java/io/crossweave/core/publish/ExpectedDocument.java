package io.crossweave.core.publish;

import static java.util.Objects.requireNonNull;

import io.crossweave.core.document.JsonArray;
import io.crossweave.core.document.JsonNull;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonPointer;
import io.crossweave.core.document.JsonValue;
import io.crossweave.core.model.ContextType;
import io.crossweave.core.model.MergeRule;
import io.crossweave.core.state.ContextState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What a site shows after its own client's change, by the words of L4 and the RFCs on whole documents; no entries are looked at but logs. */
final class ExpectedDocument {
    private final ContextType type;
    private final @Nullable JsonValue shown;
    /** The document of the logs alone: they outlive a put, also where something else hides them. */
    private final @Nullable JsonValue logs;
    /** The document of the paths that show an extreme: what others wrote there outlives a write as well. */
    private final @Nullable JsonValue extremes;

    ExpectedDocument(ContextState state) {
        this.type = state.type();
        this.shown = ReferenceView.of(state);
        this.logs = only(state, rule -> rule == MergeRule.LOG);
        this.extremes = only(state, MergeRule::isExtreme);
    }

    private @Nullable JsonValue only(ContextState state, Predicate<MergeRule> wanted) {
        return ReferenceView.of(
                ReferenceView.shown(state).stream()
                        .filter(entry -> wanted.test(type.ruleAt(entry.path())))
                        .toList(),
                type);
    }

    JsonValue afterPut(JsonObject document) {
        return written(JsonPointer.ROOT, document, logs);
    }

    JsonValue afterMerge(JsonObject patch) {
        return merged(JsonPointer.ROOT, shown, patch, logs);
    }

    /** Null where no member stands there: then the change is refused. */
    @Nullable
    JsonValue afterRemove(JsonPointer path) {
        JsonValue above = shown;
        for (int i = 0; i < path.depth() - 1; i++) {
            above = memberOf(above, path.token(i));
        }
        return memberOf(above, path.last()) == null || shown == null ? null : without((JsonObject) shown, path, 0);
    }

    private JsonValue written(JsonPointer path, JsonValue value, @Nullable JsonValue held) {
        return switch (type.ruleAt(path)) {
            case LOG -> appended((JsonArray) value, held);
            case SET -> distinct((JsonArray) value);
            case COUNTER -> value;
            case LWW, PRIORITY, MANUAL, RESOLVER ->
                value instanceof JsonObject object ? writtenObject(path, object, held) : value;
            case MAX -> extreme(path, value, 1);
            case MIN -> extreme(path, value, -1);
        };
    }

    /** What other values stand at the path still counts, unless something else stood above them, which the write replaced with all below. */
    private JsonValue extreme(JsonPointer path, JsonValue value, int sign) {
        JsonValue above = shown;
        for (int i = 0; i < path.depth() - 1; i++) {
            above = memberOf(above, path.token(i));
        }
        JsonValue held = above instanceof JsonObject && extremes instanceof JsonObject object ? object.at(path) : null;
        return held != null && ReferenceView.numberedCompare(held, value, sign) >= 0 ? held : value;
    }

    private JsonObject writtenObject(JsonPointer path, JsonObject value, @Nullable JsonValue held) {
        JsonObject written = held instanceof JsonObject kept ? kept : JsonObject.EMPTY;
        for (Map.Entry<String, JsonValue> member : value.members()) {
            String name = member.getKey();
            written = written.with(name, written(path.child(name), member.getValue(), memberOf(held, name)));
        }
        return written;
    }

    private JsonObject merged(
            JsonPointer path, @Nullable JsonValue target, JsonObject patch, @Nullable JsonValue held) {
        JsonObject merged = target instanceof JsonObject object
                ? object
                : held instanceof JsonObject kept ? kept : JsonObject.EMPTY;
        for (Map.Entry<String, JsonValue> member : patch.members()) {
            String name = member.getKey();
            JsonPointer child = path.child(name);
            JsonValue value = member.getValue();
            if (value instanceof JsonNull) {
                merged = merged.without(name);
            } else if (value instanceof JsonObject object && type.ruleAt(child).isReplaced()) {
                merged = merged.with(name, merged(child, memberOf(merged, name), object, memberOf(held, name)));
            } else {
                merged = merged.with(name, written(child, value, memberOf(held, name)));
            }
        }
        return merged;
    }

    private static JsonObject without(JsonObject object, JsonPointer path, int depth) {
        String name = path.token(depth);
        return depth == path.depth() - 1
                ? object.without(name)
                : object.with(name, without((JsonObject) requireNonNull(memberOf(object, name)), path, depth + 1));
    }

    private static @Nullable JsonValue memberOf(@Nullable JsonValue value, String name) {
        return value instanceof JsonObject object ? object.get(name) : null;
    }

    private static JsonArray appended(JsonArray value, @Nullable JsonValue held) {
        var log = new ArrayList<JsonValue>();
        if (held instanceof JsonArray elements) {
            elements.forEach(log::add);
        }
        List<JsonValue> unmatched = new ArrayList<>(log);
        for (JsonValue element : value) {
            if (!unmatched.remove(element)) {
                log.add(element);
            }
        }
        return JsonArray.of(log);
    }

    private static JsonArray distinct(JsonArray value) {
        var distinct = new ArrayList<JsonValue>();
        for (JsonValue member : value) {
            if (!distinct.contains(member)) {
                distinct.add(member);
            }
        }
        distinct.sort(ReferenceView::compare);
        return JsonArray.of(distinct);
    }
}
