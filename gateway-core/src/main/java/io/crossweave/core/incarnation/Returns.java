package io.crossweave.core.incarnation;

import io.crossweave.core.causality.VersionVector;
import io.crossweave.core.event.CausalItem;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.link.HeldDots;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.Dot;
import io.crossweave.core.model.SiteId;
import io.crossweave.core.rows.LifeRows;
import io.crossweave.core.rows.LinkRows;
import io.crossweave.core.spi.ContextStore;
import io.crossweave.core.spi.WriteBatch;
import io.crossweave.core.stored.ReturnedItem;
import java.util.Collection;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a successor collects of its lost lives (L15): from each peer all that it holds, of each dot the fullest form. A dot below one that
 * somebody holds, and that nobody holds, is empty from then on.
 */
final class Returns {
    private static final int BATCH_ROWS_MAX = 1_000;

    private final LifeRows rows;
    private final LinkRows links;
    private final Consumer<WriteBatch> commit;

    /**
     * @param commit returns when the batch is durable
     */
    Returns(ContextStore store, Consumer<WriteBatch> commit) {
        this.rows = new LifeRows(store);
        this.links = new LinkRows(store);
        this.commit = commit;
    }

    /** What to ask a peer for next; empty where all that it holds is here. */
    Optional<HeldDots.Ask> ask(String region) {
        return Optional.ofNullable(rows.collectedTo(region)).map(HeldDots.Ask::new);
    }

    boolean hasAllOf(Collection<String> regions) {
        return regions.stream().allMatch(region -> rows.collectedTo(region) == null);
    }

    /** Takes the page that was asked for; any other one is nothing new. */
    void take(String holder, SiteId site, HeldDots.Page page) {
        if (page.incarnation() != site.incarnation() || !page.behind().equals(rows.collectedTo(holder))) {
            return;
        }
        var forms = new PageForms(rows, links, holder);
        for (CausalItem held : page.items()) {
            if (held.dot().site().region().equals(site.region())) {
                FullestForm.dots(held).forEach(forms::take);
            }
        }
        var batch = new WriteBatch();
        forms.all().forEach(form -> rows.putReturned(batch, form));
        rows.putCollectedTo(batch, holder, page.next().isEmpty() ? null : page.next());
        commit.accept(batch);
    }

    /** Nobody holds anything more: declares the dots empty that are missing below others. */
    long declareEmpty() {
        var filling = new Filling();
        for (int shard = 0; shard < Limits.SHARDS; shard++) {
            rows.forEachReturned(shard, returned -> {
                filling.next(returned);
                return true;
            });
        }
        filling.flush();
        return filling.empty;
    }

    /** Goes through all returned dots in their order and fills what is missing between them. */
    private final class Filling {
        private WriteBatch batch = new WriteBatch();
        private int rowsInBatch;
        private @Nullable ContextKey key;
        private VersionVector vector = VersionVector.EMPTY;
        private long empty;

        void next(ReturnedItem returned) {
            CausalItem item = returned.item();
            if (!item.key().equals(key)) {
                key = item.key();
                vector = links.vector(item.key());
            }
            SiteId site = item.dot().site();
            for (long counter = vector.get(site) + 1; counter < item.dot().counter(); counter++) {
                put(item.key(), new Dot(site, counter), returned.holders());
            }
            vector = vector.with(site, Math.max(vector.get(site), item.dot().counter()));
        }

        private void put(ContextKey of, Dot dot, SortedSet<String> holders) {
            rows.putReturned(batch, new ReturnedItem(FullestForm.empty(of, dot), holders));
            empty++;
            rowsInBatch++;
            if (rowsInBatch >= BATCH_ROWS_MAX) {
                flush();
            }
        }

        void flush() {
            if (rowsInBatch > 0) {
                commit.accept(batch);
                batch = new WriteBatch();
                rowsInBatch = 0;
            }
        }
    }
}
