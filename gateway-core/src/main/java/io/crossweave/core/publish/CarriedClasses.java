package io.crossweave.core.publish;

import io.crossweave.core.document.JsonPointer;
import io.crossweave.core.document.JsonValue;
import io.crossweave.core.event.Addition;
import io.crossweave.core.event.EntryKind;
import io.crossweave.core.model.Classes;
import io.crossweave.core.model.ContextType;
import io.crossweave.core.spi.ReleasePolicy;
import io.crossweave.core.state.Draft;
import java.util.NavigableMap;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The classes that a value takes along from where it is copied or moved to another path (L4), each part of an object those of its own
 * place: what the entries there carry, and what policy says of their paths. Made before the source may be removed.
 */
final class CarriedClasses {
    private final JsonPointer from;
    private final JsonPointer to;
    private final ContextType type;
    private final ReleasePolicy policy;
    /** What the entries around the source carry, by their paths; those that carry nothing are not among them. */
    private final NavigableMap<JsonPointer, String> held;

    private final SortedSet<String> whole;

    CarriedClasses(Draft draft, ReleasePolicy policy, JsonPointer from, JsonPointer to, JsonValue value) {
        this.from = from;
        this.to = to;
        this.type = draft.type();
        this.policy = policy;
        this.held = draft.classesAround(from);
        this.whole = at(from, EntryKind.REGISTER, value);
    }

    /** The classes of what is written at a path: a part of what was taken, or else something that all of it becomes a part of. */
    SortedSet<String> of(JsonPointer path, EntryKind kind, JsonValue value) {
        if (!to.isAncestorOf(path)) {
            return whole;
        }
        JsonPointer place = from;
        for (int i = to.depth(); i < path.depth(); i++) {
            place = place.child(path.token(i));
        }
        return at(place, kind, value);
    }

    private SortedSet<String> at(JsonPointer place, EntryKind kind, JsonValue value) {
        var classes = new TreeSet<>(Classes.of(type.classAt(place)));
        classes.addAll(policy.classesOf(type.name(), new Addition(0, place, kind, value, "")));
        for (JsonPointer above = place.parent(); above != null; above = above.parent()) {
            classes.addAll(Classes.of(held.getOrDefault(above, "")));
        }
        for (var entry : held.tailMap(place, true).entrySet()) {
            if (!entry.getKey().equals(place) && !place.isAncestorOf(entry.getKey())) {
                break;
            }
            classes.addAll(Classes.of(entry.getValue()));
        }
        return classes;
    }
}
