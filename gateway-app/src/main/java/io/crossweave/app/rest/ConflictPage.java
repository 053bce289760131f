package io.crossweave.app.rest;

import io.crossweave.app.AppLimits;
import io.crossweave.core.gateway.ConflictQuery;
import io.crossweave.core.gateway.ConflictView;
import io.crossweave.core.gateway.Gateway;
import java.util.ArrayList;
import java.util.List;

/**
 * A page of conflicts, read piece by piece: a conflict keeps what both sides wrote, so that a page ends before it has become too large.
 *
 * @param found one more than the page has, where there is more
 * @param limit how many of them the page has at most
 */
record ConflictPage(List<ConflictView> found, int limit) {
    private static final int PIECE_ITEMS = 32;

    /** {@code query} asks for one more than a page may have. */
    static ConflictPage read(Gateway gateway, ConflictQuery query) {
        var found = new ArrayList<ConflictView>();
        ConflictQuery rest = query;
        long bytes = 0;
        while (found.size() < query.limit()) {
            int asked = Math.min(PIECE_ITEMS, query.limit() - found.size());
            List<ConflictView> piece =
                    gateway.conflicts(new ConflictQuery(rest.tenant(), rest.type(), rest.which(), rest.after(), asked));
            found.addAll(piece);
            if (piece.size() < asked) {
                break;
            }
            for (ConflictView view : piece) {
                bytes += view.conflict().bytes();
            }
            if (bytes > AppLimits.CONFLICT_PAGE_BYTES && found.size() > 1 && found.size() < query.limit()) {
                return new ConflictPage(found, found.size() - 1);
            }
            rest = rest.behind(piece.getLast().conflict());
        }
        return new ConflictPage(found, query.limit() - 1);
    }
}
