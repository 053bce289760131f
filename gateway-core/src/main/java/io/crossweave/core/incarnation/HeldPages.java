package io.crossweave.core.incarnation;

import io.crossweave.core.event.CausalItem;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.link.HeldDots;
import io.crossweave.core.rows.HeldRows;
import io.crossweave.core.spi.ContextStore;
import java.util.ArrayList;
import java.util.List;

/**
 * What a site holds of a peer's dots, page by page, as it is committed. What waits comes before what was applied: an item that goes from the
 * one to the other between two pages is found all the same.
 */
public final class HeldPages {
    private final ContextStore store;

    public HeldPages(ContextStore store) {
        this.store = store;
    }

    /** The page that answers a peer's life. */
    public HeldDots.Page page(String region, long incarnation, HeldDots.Ask ask) {
        var rows = new HeldRows(region, store);
        List<CausalItem> items = new ArrayList<>();
        long bytes = 0;
        int looked = 0;
        String place = ask.behind();
        while (bytes < Limits.HELD_PAGE_BYTES_TARGET && looked < Limits.HELD_PAGE_ROWS_MAX) {
            HeldRows.Row row = rows.behind(place);
            if (row == null) {
                return new HeldDots.Page(incarnation, ask.behind(), "", items);
            }
            place = row.place();
            looked++;
            items.addAll(row.items());
            bytes += row.bytes();
        }
        return new HeldDots.Page(incarnation, ask.behind(), place, items);
    }
}
