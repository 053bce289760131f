package io.crossweave.core.state;

import io.crossweave.core.document.JsonPointer;
import io.crossweave.core.model.MergeRule;
import java.util.List;

/**
 * What stands at a path of which only a part can be shown: entries that none of the others has superseded (L2).
 *
 * @param rule the rule of the path
 * @param entries all live entries that compete, oldest first: those at the path, and where members below it compete with a value at it,
 *     those as well; what a delete hides and losing twins don't compete
 * @param winner the entry whose value the path shows; of a kind that shows many entries at once, the newest of them
 * @param provisional whether the rule leaves it to somebody to decide, and nobody has yet
 */
public record Contest(JsonPointer path, MergeRule rule, List<Entry> entries, Entry winner, boolean provisional) {
    public Contest {
        entries = List.copyOf(entries);
    }

    /** Whether there is more than one answer to what the path should show. */
    public boolean isContested() {
        return entries.size() > 1;
    }
}
