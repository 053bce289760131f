package io.crossweave.core.gateway;

import io.crossweave.core.causality.VersionVector;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonPointer;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.Hlc;
import io.crossweave.core.model.SiteId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a context shows at this site at one version. Immutable; documents share structure with earlier ones.
 *
 * @param document null where the context is deleted or has expired, or nothing of it may be shown
 * @param updatedAt the greatest HLC applied
 * @param lastEventId the id of the change that led here; null for a placeholder
 * @param lastSite who made that change
 * @param concealment what this site may not hold of the context
 * @param expiresAtMs when its document expires, in milliseconds since the epoch; far ahead where it does not, or where there is none
 * @param provisional paths where concurrent writes stand between which somebody is still to decide (L5), ascending; the document may show
 *     something else above one of them
 * @param restatements how often peers' policies, or repair, changed what is held here: two views of one version differ by it (L11, L14)
 */
public record ContextView(
        ContextKey key,
        VersionVector version,
        @Nullable JsonObject document,
        Hlc updatedAt,
        @Nullable String lastEventId,
        SiteId lastSite,
        Concealment concealment,
        long expiresAtMs,
        List<JsonPointer> provisional,
        long restatements) {
    /** A view of a context of which nothing was ever restated. */
    public ContextView(
            ContextKey key,
            VersionVector version,
            @Nullable JsonObject document,
            Hlc updatedAt,
            @Nullable String lastEventId,
            SiteId lastSite,
            Concealment concealment,
            long expiresAtMs,
            List<JsonPointer> provisional) {
        this(key, version, document, updatedAt, lastEventId, lastSite, concealment, expiresAtMs, provisional, 0);
    }

    /** What is missing here by policy. */
    public enum Concealment {
        NOTHING,
        /** Some entries of released events. */
        ENTRIES,
        /** Whole events, and perhaps entries of others. */
        EVENTS
    }

    public ContextView {
        provisional = List.copyOf(provisional);
    }

    public boolean isVisible() {
        return document != null;
    }

    /** Whether the context has expired by a clock that shows {@code nowMs} (L16). */
    public boolean isExpiredAt(long nowMs) {
        return nowMs >= expiresAtMs;
    }

    /** The same, without its document where that has expired by then. */
    public ContextView at(long nowMs) {
        return document == null || !isExpiredAt(nowMs)
                ? this
                : new ContextView(
                        key,
                        version,
                        null,
                        updatedAt,
                        lastEventId,
                        lastSite,
                        concealment,
                        expiresAtMs,
                        List.of(),
                        restatements);
    }
}
