package io.crossweave.core.link;

import io.crossweave.core.model.ContextKey;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A number that was given out and is not confirmed.
 *
 * @param sources where what it brings comes from; none where all of it was parted from
 * @param firstPosition the lowest log position that asked for something in it
 * @param paced what it counted when it was sent in the background, 0 where it was not
 * @param oldestCommittedMs when the oldest of what it brings was committed
 */
record SentEnvelope(
        long number, List<ItemSource> sources, long firstPosition, long oldestCommittedMs, long bytes, long paced) {
    SentEnvelope {
        sources = List.copyOf(sources);
    }

    boolean isEmpty() {
        return sources.isEmpty();
    }

    /** The contexts that it brings something of. */
    SortedSet<ContextKey> keys() {
        var keys = new TreeSet<ContextKey>();
        sources.forEach(source -> keys.add(source.key()));
        return keys;
    }

    /** The number without its runs of dots: who shares a context, and what is said once, stays. */
    SentEnvelope withoutRuns() {
        List<ItemSource> rest = sources.stream()
                .filter(source -> source instanceof ItemSource.Said || source instanceof ItemSource.Sharers)
                .toList();
        return new SentEnvelope(number, rest, firstPosition, oldestCommittedMs, rest.isEmpty() ? 0 : bytes, paced);
    }

    /** The number without one context; what is said once, and is no run of dots, stays. */
    SentEnvelope without(ContextKey key) {
        List<ItemSource> rest = sources.stream()
                .filter(source -> !source.key().equals(key) || source instanceof ItemSource.Said)
                .toList();
        return new SentEnvelope(number, rest, firstPosition, oldestCommittedMs, rest.isEmpty() ? 0 : bytes, paced);
    }
}
