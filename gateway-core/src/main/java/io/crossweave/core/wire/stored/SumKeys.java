package io.crossweave.core.wire.stored;

import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.SiteId;
import io.crossweave.core.reconcile.Area;
import io.crossweave.core.wire.ByteReader;
import io.crossweave.core.wire.ByteWriter;
import io.crossweave.core.wire.WireFormatException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The keys of the hashes of sets of entries (L14), beside {@link StoreKeys}: a row for each context that stands at the context's place in
 * the space of areas, and one for each area of {@link #BUCKET_DIGITS} digits, the sum of those of its contexts.
 */
public final class SumKeys {
    /** Digits of the areas whose hashes are kept: 8,192 areas, some dozens of contexts in each of them where there are a million. */
    public static final int BUCKET_DIGITS = 2;

    private static final int HELD = 'S';
    private static final int HELD_BUCKET = 'B';
    private static final int EXPECTED = 'X';
    private static final int EXPECTED_BUCKET = 'Z';
    private static final int END_OF_NAME = 0;
    private static final int PLACE_BYTES = 1 + Long.BYTES;
    private static final int NAMES = 3;

    private SumKeys() {}

    /** Whose sets are meant. */
    public sealed interface Scope {
        SiteId site();

        /** What this site holds of a site's entries, its own or another's. */
        record Held(SiteId site) implements Scope {}

        /** What a destination is expected to hold of this site's entries. */
        record Expected(SiteId site, String destination) implements Scope {}
    }

    public static byte[] row(Scope scope, ContextKey key) {
        ByteWriter out = place(rows(scope), key.shard(), key.fingerprint());
        return name(name(name(out, key.tenant()), key.type()), key.id()).take();
    }

    /** The rows of the contexts of an area. */
    public static KeyRange rows(Scope scope, Area area) {
        if (area.shard() == Area.ALL_SHARDS) {
            return KeyRange.ofPrefix(rows(scope).take());
        }
        byte[] from = place(rows(scope), area.shard(), area.prefix()).take();
        byte[] last = place(rows(scope), area.shard(), area.last()).take();
        return new KeyRange(from, KeyRange.ofPrefix(last).to());
    }

    public static ContextKey contextKey(Scope scope, byte[] row) throws WireFormatException {
        int from = rows(scope).take().length + PLACE_BYTES;
        var names = new String[NAMES];
        for (int i = 0; i < NAMES; i++) {
            int end = from;
            while (end < row.length && row[end] != END_OF_NAME) {
                end++;
            }
            if (end >= row.length) {
                throw new WireFormatException("key of a hash of a set lacks the end of a name");
            }
            names[i] = new String(row, from, end - from, StandardCharsets.US_ASCII);
            from = end + 1;
        }
        try {
            return new ContextKey(names[0], names[1], names[2]);
        } catch (IllegalArgumentException e) {
            throw new WireFormatException("key of a hash of a set: " + e.getMessage());
        }
    }

    /** The row of an area of {@link #BUCKET_DIGITS} digits. */
    public static byte[] bucket(Scope scope, Area area) {
        return buckets(scope)
                .u8(area.shard())
                .u8((int) (area.prefix() >>> (Long.SIZE - Byte.SIZE)))
                .take();
    }

    /** The rows of all such areas within an area of at most as many digits. */
    public static KeyRange buckets(Scope scope, Area area) {
        if (area.shard() == Area.ALL_SHARDS) {
            return KeyRange.ofPrefix(buckets(scope).take());
        }
        int first = (int) (area.prefix() >>> (Long.SIZE - Byte.SIZE));
        int last = (int) (area.last() >>> (Long.SIZE - Byte.SIZE));
        byte[] from = buckets(scope).u8(area.shard()).u8(first).take();
        byte[] to = KeyRange.ofPrefix(buckets(scope).u8(area.shard()).u8(last).take())
                .to();
        return new KeyRange(from, to);
    }

    /** The rows of such areas of whatever a region's lives have, behind one life of it; null for all. */
    public static KeyRange bucketsOfRegion(String region, @Nullable SiteId behind) {
        KeyRange all = KeyRange.ofPrefix(name(table(HELD_BUCKET), region).take());
        return behind == null
                ? all
                : all.startingAt(
                        KeyRange.ofPrefix(buckets(new Scope.Held(behind)).take())
                                .to());
    }

    /** Whose entries such a row is about. */
    public static SiteId bucketSite(String region, byte[] row) throws WireFormatException {
        int from = name(table(HELD_BUCKET), region).take().length;
        return new SiteId(region, new ByteReader(row, from, row.length).u64());
    }

    /** The area of a bucket's row. */
    public static Area bucketArea(byte[] row) throws WireFormatException {
        var in = new ByteReader(row, Math.max(0, row.length - 2), row.length);
        int shard = in.u8();
        return new Area(shard, BUCKET_DIGITS, (long) in.u8() << (Long.SIZE - Byte.SIZE));
    }

    /** All rows of what a destination is expected to hold. */
    public static List<KeyRange> expectedOf(String destination) {
        return List.of(
                KeyRange.ofPrefix(name(table(EXPECTED), destination).take()),
                KeyRange.ofPrefix(name(table(EXPECTED_BUCKET), destination).take()));
    }

    private static ByteWriter rows(Scope scope) {
        return switch (scope) {
            case Scope.Held(SiteId site) -> site(table(HELD), site);
            case Scope.Expected(SiteId site, String destination) -> site(name(table(EXPECTED), destination), site);
        };
    }

    private static ByteWriter buckets(Scope scope) {
        return switch (scope) {
            case Scope.Held(SiteId site) -> site(table(HELD_BUCKET), site);
            case Scope.Expected(SiteId site, String destination) ->
                site(name(table(EXPECTED_BUCKET), destination), site);
        };
    }

    private static ByteWriter table(int table) {
        return new ByteWriter(128).u8(table);
    }

    private static ByteWriter site(ByteWriter out, SiteId site) {
        return name(out, site.region()).u64(site.incarnation());
    }

    private static ByteWriter place(ByteWriter out, int shard, long fingerprint) {
        return out.u8(shard).u64(fingerprint);
    }

    private static ByteWriter name(ByteWriter out, String name) {
        return out.ascii(name).u8(END_OF_NAME);
    }
}
