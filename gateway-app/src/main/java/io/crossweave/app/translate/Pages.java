package io.crossweave.app.translate;

import io.crossweave.core.document.JsonArray;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonString;
import io.crossweave.core.document.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Lists in pages: {@code items}, and {@code next} where there is more. */
public final class Pages {
    private Pages() {}

    /** Of up to {@code limit} + 1 items, the last of which only tells that there is more. */
    public static <T> JsonObject of(List<T> found, int limit, Function<T, JsonValue> json, Function<T, String> after) {
        List<JsonValue> items = new ArrayList<>(found.size());
        for (T item : found.subList(0, Math.min(limit, found.size()))) {
            items.add(json.apply(item));
        }
        JsonObject page = JsonObject.of("items", JsonArray.of(items));
        if (found.size() <= limit) {
            return page;
        }
        return page.with("next", new JsonString(PageQuery.cursor(after.apply(found.get(limit - 1)))));
    }
}
