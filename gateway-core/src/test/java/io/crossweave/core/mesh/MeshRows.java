package io.crossweave.core.mesh;

import static java.util.Objects.requireNonNull;

import io.crossweave.core.event.CausalItem;
import io.crossweave.core.gateway.HistoryItem;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.Dot;
import io.crossweave.core.model.LaneId;
import io.crossweave.core.rows.ContextRows;
import io.crossweave.core.rows.LinkRows;
import io.crossweave.core.spi.MemoryStore;
import io.crossweave.core.state.ContextState;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What a site has committed, as whoever starts from its store would find it. */
final class MeshRows {
    private final MemoryStore store;

    MeshRows(MemoryStore store) {
        this.store = store;
    }

    ContextState context(ContextKey key) {
        return new ContextRows(store).load(key, requireNonNull(MeshWorld.TYPES.get(key.type())));
    }

    /** What was applied to a context, in order; without losing twins. */
    List<CausalItem> history(ContextKey key) {
        return new ContextRows(store)
                .history(key, 0, Integer.MAX_VALUE).stream()
                        .map(HistoryItem::item)
                        .toList();
    }

    /** Whether an item that fills the dot is in the inbox. */
    boolean waits(ContextKey key, Dot dot) {
        var waits = new boolean[1];
        new ContextRows(store).forEachInbox(key.shard(), waiting -> {
            CausalItem item = waiting.item();
            waits[0] |= item.key().equals(key)
                    && item.dot().site().equals(dot.site())
                    && item.dot().counter() <= dot.counter()
                    && dot.counter() <= item.lastCounter();
        });
        return waits[0];
    }

    /** Log records of a lane to a peer that a restart would look at again. */
    long unconfirmed(String peer, LaneId lane) {
        var rows = new LinkRows(store);
        return rows.lastLogPosition(lane) - rows.confirmed(peer, lane);
    }

    /** All of it, to search in. */
    String bytes() {
        var bytes = new StringBuilder();
        store.scan(new byte[0], new byte[] {(byte) 0xFF, (byte) 0xFF}, (key, value) -> {
            bytes.append(new String(key, StandardCharsets.ISO_8859_1)).append('\n');
            bytes.append(new String(value, StandardCharsets.ISO_8859_1)).append('\n');
            return true;
        });
        return bytes.toString();
    }
}
