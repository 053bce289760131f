package io.crossweave.core.stored;

import io.crossweave.core.causality.VersionVector;
import io.crossweave.core.event.Expiry;
import io.crossweave.core.model.EntryId;
import io.crossweave.core.model.Hlc;
import io.crossweave.core.model.Labels;
import io.crossweave.core.model.SiteId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The one-row part of a context's state; its entries and holes are rows of their own.
 *
 * @param expiry when it expires; null where no event that was applied said
 * @param sharers who shares the context, by region ascending
 * @param awaitedRemovals removals of entries that are not here yet, ascending
 * @param losingTwins dots that another dot of the same client event goes before, ascending
 * @param nextSequence the history sequence that the next applied item gets, from 1
 * @param lastEventId the client's id of the item applied last; null for a placeholder
 */
public record ContextMeta(
        VersionVector vector,
        @Nullable DeleteStamp deleteStamp,
        @Nullable Expiry expiry,
        Hlc greatestHlc,
        Labels labels,
        List<Sharer> sharers,
        List<EntryId> awaitedRemovals,
        List<LosingTwin> losingTwins,
        long nextSequence,
        @Nullable String lastEventId,
        @Nullable SiteId lastSite) {
    public ContextMeta {
        sharers = List.copyOf(sharers);
        awaitedRemovals = List.copyOf(awaitedRemovals);
        losingTwins = List.copyOf(losingTwins);
    }
}
