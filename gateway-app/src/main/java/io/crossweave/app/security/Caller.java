package io.crossweave.app.security;

import java.time.Instant;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Who asks, as the verified token says.
 *
 * @param sources what the caller may claim to be when it publishes: {@code human}, {@code agent}, …
 * @param expiresAt when the token ends
 */
public record Caller(String tenant, String subject, SortedSet<String> sources, Instant expiresAt) {
    public Caller {
        sources = Collections.unmodifiableSortedSet(new TreeSet<>(sources));
    }

    /**
     * The source that an event counts for: the claimed one where the token lists it, the token's only one where none is claimed, else
     * none. An app can't make itself a human by writing so.
     */
    public String sourceFor(String claimed) {
        if (claimed.isEmpty()) {
            return sources.size() == 1 ? sources.first() : "";
        }
        return sources.contains(claimed) ? claimed : "";
    }
}
