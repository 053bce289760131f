package io.crossweave.core.state;

import io.crossweave.core.document.JsonPointer;
import io.crossweave.core.document.JsonValue;
import io.crossweave.core.document.ValueOrder;
import io.crossweave.core.event.Addition;
import io.crossweave.core.event.EntryKind;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.model.EntryId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What stands of a client event's later dot beside its earlier ones (L1). It was translated against another state than they were, and what
 * it removed stays removed: so a value gives way only where an earlier twin wrote the same path and had removed all that this one came in
 * place of. Then its site's part of it leaves no trace, as if it had never been; anywhere else the path would be left empty. Increments and
 * elements of logs come in place of nothing and always give way.
 *
 * <p>A pure function of the events, and the more earlier twins there are the less stands: so all sites agree, in whatever order twins come.
 */
public final class TwinRule {
    private final Set<EntryId> removed = new TreeSet<>();
    private final Set<JsonPointer> values = new TreeSet<>();
    private final Map<JsonPointer, Set<JsonValue>> members = new TreeMap<>();

    /** Takes the next earlier twin. */
    public void earlier(StampedEvent twin) {
        removed.addAll(twin.removals());
        for (Addition addition : twin.additions()) {
            if (addition.kind() == EntryKind.REGISTER) {
                values.add(addition.path());
            } else if (addition.kind() == EntryKind.MEMBER) {
                members.computeIfAbsent(addition.path(), path -> new TreeSet<>(ValueOrder.CANONICAL))
                        .add(addition.value());
            }
        }
    }

    /** Ordinals of the entries of a later twin that stand beside all earlier ones, ascending. */
    public List<Integer> standing(StampedEvent twin) {
        var standing = new ArrayList<Integer>();
        for (Addition addition : twin.additions()) {
            boolean stands = switch (addition.kind()) {
                case APPEND, INCREMENT -> false;
                case REGISTER -> !values.contains(addition.path()) || !removed.containsAll(addition.replaces());
                case MEMBER -> !isMember(addition) || !removed.containsAll(addition.replaces());
            };
            if (stands) {
                standing.add(addition.ordinal());
            }
        }
        return standing;
    }

    private boolean isMember(Addition addition) {
        return members.getOrDefault(addition.path(), Set.of()).contains(addition.value());
    }
}
