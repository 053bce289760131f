package io.crossweave.core.rows;

import io.crossweave.core.document.JsonPointer;
import io.crossweave.core.event.Addition;
import io.crossweave.core.event.CausalItem;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.model.Dot;
import io.crossweave.core.stored.LosingTwin;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the history tells of events that have several dots (L1). */
final class TwinHistory {
    private final Map<Dot, LosingTwin> losers = new TreeMap<>();

    TwinHistory(List<LosingTwin> losers) {
        losers.forEach(loser -> this.losers.put(loser.dot(), loser));
    }

    /** The item with what stands of it; null where that is nothing. */
    @Nullable
    CausalItem shown(CausalItem item) {
        LosingTwin loser = losers.get(item.dot());
        if (loser == null || !(item instanceof StampedEvent event)) {
            return item;
        }
        List<Addition> standing = event.additions().stream()
                .filter(addition -> loser.standing().contains(addition.ordinal()))
                .toList();
        // That there is a document at all, the twin that counts tells as well.
        return standing.stream().allMatch(addition -> addition.path().equals(JsonPointer.ROOT))
                ? null
                : event.with(standing);
    }
}
