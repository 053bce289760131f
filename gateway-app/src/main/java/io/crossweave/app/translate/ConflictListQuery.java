package io.crossweave.app.translate;

import io.crossweave.core.gateway.ConflictQuery;
import io.crossweave.core.gateway.ConflictQuery.Place;
import io.crossweave.core.gateway.ConflictQuery.Which;
import io.crossweave.core.gateway.ConflictView;
import io.crossweave.core.model.ConflictId;
import io.crossweave.core.model.ContextKey;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which conflicts are asked for, and the cursors of their lists. */
public final class ConflictListQuery {
    private static final String BETWEEN = "/";
    private static final int PARTS = 3;

    private ConflictListQuery() {}

    /** One more than the page has, which tells that there is more. */
    public static ConflictQuery read(String tenant, PageQuery page, ReadQuery.Parameters parameters) {
        String type = parameters.get("type");
        if (type != null && !type.isEmpty()) {
            ContextNames.requireType(tenant, type);
        }
        return new ConflictQuery(
                tenant,
                type == null ? "" : type,
                which(parameters.get("state")),
                place(tenant, page.after()),
                page.limit() + 1);
    }

    /** What the next page begins after; types, ids and digits hold no slash. */
    public static String after(ConflictView view) {
        ContextKey key = view.conflict().key();
        return String.join(BETWEEN, key.type(), key.id(), view.conflict().id().hex());
    }

    private static Which which(@Nullable String state) {
        return switch (state == null ? "all" : state) {
            case "open" -> Which.OPEN;
            case "settled" -> Which.SETTLED;
            case "all" -> Which.ALL;
            default -> throw ReadQuery.malformed("state", "is open, settled or all");
        };
    }

    private static @Nullable Place place(String tenant, String after) {
        return after.isEmpty()
                ? null
                : parse(tenant, after).orElseThrow(() -> ReadQuery.malformed("after", "is no cursor of this list"));
    }

    private static Optional<Place> parse(String tenant, String after) {
        String[] parts = after.split(BETWEEN, -1);
        if (parts.length != PARTS) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Place(new ContextKey(tenant, parts[0], parts[1]), new ConflictId(parts[2])));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
