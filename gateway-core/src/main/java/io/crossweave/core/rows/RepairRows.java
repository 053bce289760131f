package io.crossweave.core.rows;

import io.crossweave.core.causality.VersionToken;
import io.crossweave.core.event.Restatement.Run;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.SiteId;
import io.crossweave.core.spi.ContextStore;
import io.crossweave.core.stored.ContextMeta;
import io.crossweave.core.wire.ItemCodec;
import io.crossweave.core.wire.stored.StoreKeys;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/** What repair reads beside the hashes of what is held (L14). */
public final class RepairRows {
    private final StoredRows rows;
    private final SumRows sums;

    public RepairRows(ContextStore store) {
        this.rows = new StoredRows(store);
        this.sums = new SumRows(rows);
    }

    public SumRows sums() {
        return sums;
    }

    /** Eight bytes that are equal where two sites have applied the same of a context; 0 where nothing was ever applied. */
    public long vectorFingerprint(ContextKey key) {
        ContextMeta meta = rows.meta(key);
        if (meta == null || meta.vector().isEmpty()) {
            return 0;
        }
        byte[] token = VersionToken.encode(key, meta.vector()).getBytes(StandardCharsets.US_ASCII);
        try {
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(token))
                    .getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Dots of a site that were given up here for good. */
    public List<Run> declined(ContextKey key, SiteId site) {
        var runs = new ArrayList<Run>();
        rows.scan(StoreKeys.declined(key), (row, value) -> {
            var hole = ItemCodec.decodeCausal(value);
            if (hole.dot().site().equals(site)) {
                runs.add(new Run(hole.dot().counter(), hole.lastCounter()));
            }
            return true;
        });
        return runs;
    }
}
