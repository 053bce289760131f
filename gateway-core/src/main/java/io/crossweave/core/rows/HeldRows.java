package io.crossweave.core.rows;

import io.crossweave.core.event.CausalItem;
import io.crossweave.core.event.ItemWeight;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.spi.ContextStore;
import io.crossweave.core.wire.ItemCodec;
import io.crossweave.core.wire.WireFormatException;
import io.crossweave.core.wire.stored.InboxItemCodec;
import io.crossweave.core.wire.stored.KeyRange;
import io.crossweave.core.wire.stored.QuarantineRecordCodec;
import io.crossweave.core.wire.stored.StoreKeys;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that a site holds of a region's dots, wherever it has them: waiting, quarantined, then those that were applied, and at last what is
 * known of those that its histories no longer have.
 */
public final class HeldRows {
    private record Table(KeyRange range, StoredRows.Decoder<CausalItem> decoder) {}

    private static final List<Table> TABLES = List.of(
            new Table(
                    StoreKeys.allInboxes(),
                    value -> InboxItemCodec.decode(value).item()),
            new Table(
                    StoreKeys.allQuarantined(),
                    value -> QuarantineRecordCodec.decode(value).item()),
            new Table(StoreKeys.histories(), ItemCodec::decodeCausal));

    private final String region;
    private final StoredRows rows;
    private final TidiedRows tidied;

    public HeldRows(String region, ContextStore store) {
        this.region = region;
        this.rows = new StoredRows(store);
        this.tidied = new TidiedRows(rows);
    }

    /**
     * One of the rows that are looked at.
     *
     * @param place names it: behind it the next one stands
     * @param items what it says of the region's dots
     * @param bytes what they take up, about
     */
    public record Row(String place, List<CausalItem> items, int bytes) {}

    /** The one behind a place, empty for the beginning; null behind the last. */
    public @Nullable Row behind(String place) {
        var key = HexFormat.of().parseHex(place);
        boolean found = place.isEmpty();
        for (Table table : TABLES) {
            boolean here = !found && key[0] == table.range().from()[0];
            if (found || here) {
                Row row = first(table, here ? behind(key) : table.range().from());
                if (row != null) {
                    return row;
                }
                found = true;
            }
        }
        return context(found ? StoreKeys.contexts().from() : behind(key));
    }

    /** What has left the histories is told context by context. */
    private @Nullable Row context(byte[] from) {
        var next = new byte[1][];
        rows.scan(StoreKeys.contexts().startingAt(from), (row, value) -> {
            next[0] = row;
            return false;
        });
        if (next[0] == null) {
            return null;
        }
        List<CausalItem> forms = tidied.of(contextKey(next[0]), region);
        int bytes = forms.stream().mapToInt(form -> (int) ItemWeight.of(form)).sum();
        return new Row(HexFormat.of().formatHex(next[0]), forms, bytes);
    }

    private static ContextKey contextKey(byte[] row) {
        try {
            return StoreKeys.contextKey(row);
        } catch (WireFormatException e) {
            throw new IllegalStateException("a stored row's key can't be read: " + e.reason(), e);
        }
    }

    /** The least key that is greater. */
    private static byte[] behind(byte[] key) {
        return Arrays.copyOf(key, key.length + 1);
    }

    private @Nullable Row first(Table table, byte[] from) {
        var first = new Row[1];
        rows.scan(table.range().startingAt(from), (row, value) -> {
            CausalItem item = table.decoder().decode(value);
            boolean asked = item.dot().site().region().equals(region);
            first[0] =
                    new Row(HexFormat.of().formatHex(row), asked ? List.of(item) : List.of(), asked ? value.length : 0);
            return false;
        });
        return first[0];
    }
}
