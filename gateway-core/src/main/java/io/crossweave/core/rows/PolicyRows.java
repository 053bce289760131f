package io.crossweave.core.rows;

import io.crossweave.core.model.ContextKey;
import io.crossweave.core.spi.ContextStore;
import io.crossweave.core.spi.WriteBatch;
import io.crossweave.core.stored.ContextMeta;
import io.crossweave.core.stored.PolicyMark;
import io.crossweave.core.stored.SweepMark;
import io.crossweave.core.wire.stored.ContextMetaCodec;
import io.crossweave.core.wire.stored.KeyRange;
import io.crossweave.core.wire.stored.PolicyMarkCodec;
import io.crossweave.core.wire.stored.StoreKeys;
import io.crossweave.core.wire.stored.SweepMarkCodec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which policy a site follows, how far each destination is told of it, and all contexts, for a look through them. */
public final class PolicyRows {
    private static final byte[] POLICY = StoreKeys.mark("policy");

    private final StoredRows rows;

    public PolicyRows(ContextStore store) {
        this.rows = new StoredRows(store);
    }

    /** The policy that was followed last; null in a new store. */
    public @Nullable PolicyMark policy() {
        return rows.get(POLICY, PolicyMarkCodec::decode);
    }

    public void putPolicy(WriteBatch batch, PolicyMark mark) {
        batch.put(POLICY.clone(), PolicyMarkCodec.encode(mark));
    }

    /** How far a destination is told; nothing where it is new. */
    public SweepMark told(String destination) {
        SweepMark mark = rows.get(toldKey(destination), SweepMarkCodec::decode);
        return mark == null ? SweepMark.told(0) : mark;
    }

    public void putTold(WriteBatch batch, String destination, SweepMark mark) {
        batch.put(toldKey(destination), SweepMarkCodec.encode(mark));
    }

    static byte[] toldKey(String destination) {
        return StoreKeys.mark("told/" + destination);
    }

    /** A context and its one-row part. */
    public record Context(ContextKey key, ContextMeta meta) {}

    /** All contexts behind one of them, ascending. */
    public List<Context> contexts(@Nullable ContextKey after, int limit) {
        KeyRange all = StoreKeys.contexts();
        KeyRange range = after == null ? all : StoreKeys.behind(all, after);
        var contexts = new ArrayList<Context>();
        rows.scan(range, (row, value) -> {
            contexts.add(new Context(StoreKeys.contextKey(row), ContextMetaCodec.decode(value)));
            return contexts.size() < limit;
        });
        return contexts;
    }
}
