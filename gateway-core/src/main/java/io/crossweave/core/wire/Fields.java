package io.crossweave.core.wire;

import io.crossweave.core.document.InvalidJsonException;
import io.crossweave.core.document.JsonLimits;
import io.crossweave.core.document.JsonPointer;
import io.crossweave.core.document.JsonReader;
import io.crossweave.core.document.JsonValue;
import io.crossweave.core.document.JsonWriter;
import io.crossweave.core.event.BodyHash;
import io.crossweave.core.event.EntryKind;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.Hlc;
import io.crossweave.core.model.Labels;
import io.crossweave.core.model.LaneId;
import io.crossweave.core.model.Tier;
import java.util.Collection;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The domain's nouns as fields, for the layouts of items and of rows alike. How large a text may be is the publish path's to say: here
 * only memory is guarded, for a peer that refused what another one has accepted would never converge with it.
 */
public final class Fields {
    private static final int NAME_BYTES_MAX = 256;
    private static final JsonLimits VALUE_LIMITS = new JsonLimits(Limits.DOCUMENT_BYTES_MAX, Limits.JSON_DEPTH_MAX);

    private Fields() {}

    public static void writeKey(ByteWriter out, ContextKey key) {
        out.text(key.tenant()).text(key.type()).text(key.id());
    }

    public static ContextKey key(ByteReader in) throws WireFormatException {
        String tenant = in.text(NAME_BYTES_MAX, "tenant");
        String type = in.text(NAME_BYTES_MAX, "context type");
        String id = in.text(NAME_BYTES_MAX, "context id");
        try {
            return new ContextKey(tenant, type, id);
        } catch (IllegalArgumentException e) {
            throw new WireFormatException("context key: " + e.getMessage());
        }
    }

    public static Hlc hlc(ByteReader in) throws WireFormatException {
        long packed = in.u64();
        if (packed < 0) {
            throw new WireFormatException("hybrid clock value is negative");
        }
        return new Hlc(packed);
    }

    public static String text(ByteReader in, String what) throws WireFormatException {
        return in.text(Limits.ITEM_BYTES_MAX, what);
    }

    public static void writeValue(ByteWriter out, JsonValue value) {
        out.bytes(JsonWriter.canonicalBytes(value));
    }

    public static JsonValue value(ByteReader in) throws WireFormatException {
        ByteReader json = in.section(Limits.DOCUMENT_BYTES_MAX, "value");
        try {
            return JsonReader.parse(json.array(), json.position(), json.remaining(), VALUE_LIMITS);
        } catch (InvalidJsonException e) {
            throw new WireFormatException("value is not JSON: " + e.getMessage());
        }
    }

    public static void writeKind(ByteWriter out, EntryKind kind) {
        out.u8(kind.id());
    }

    public static EntryKind kind(ByteReader in) throws WireFormatException {
        return kind(in.u8());
    }

    static EntryKind kind(int id) throws WireFormatException {
        try {
            return EntryKind.ofId(id);
        } catch (IllegalArgumentException e) {
            throw new WireFormatException("entry kind " + id + " is unknown");
        }
    }

    public static void writeBodyHash(ByteWriter out, BodyHash hash) {
        out.bytes(hash.bytes());
    }

    public static BodyHash bodyHash(ByteReader in) throws WireFormatException {
        byte[] bytes = in.bytes(BodyHash.BYTES, "body hash");
        if (bytes.length == 0) {
            return BodyHash.UNKNOWN;
        }
        if (bytes.length != BodyHash.BYTES) {
            throw new WireFormatException("body hash of " + bytes.length + " bytes is not of " + BodyHash.BYTES);
        }
        return BodyHash.of(bytes);
    }

    public static void writeLabels(ByteWriter out, Labels labels) {
        out.varint(labels.values().size());
        labels.values().forEach((name, values) -> {
            out.text(name).varint(values.size());
            values.forEach(out::text);
        });
    }

    public static Labels labels(ByteReader in) throws WireFormatException {
        int names = in.count(Integer.MAX_VALUE, 2, "labels");
        if (names == 0) {
            return Labels.NONE;
        }
        var labels = new TreeMap<String, SortedSet<String>>();
        for (int i = 0; i < names; i++) {
            String name = text(in, "label name");
            var values = new TreeSet<String>();
            for (int left = in.count(Integer.MAX_VALUE, 1, "label values"); left > 0; left--) {
                addAscending(values, text(in, "label value"), "label values");
            }
            if (!labels.isEmpty() && labels.lastKey().compareTo(name) >= 0) {
                throw new WireFormatException("label names are not ascending");
            }
            labels.put(name, values);
        }
        return new Labels(labels);
    }

    /** Region names in strictly ascending order. */
    public static void writeRegions(ByteWriter out, Collection<String> regions) {
        out.varint(regions.size());
        String last = "";
        for (String region : regions) {
            if (region.compareTo(last) <= 0) {
                throw new IllegalArgumentException("regions are not ascending at " + region);
            }
            out.shortAscii(region);
            last = region;
        }
    }

    public static SortedSet<String> regions(ByteReader in) throws WireFormatException {
        int count = in.count(Limits.SITES_MAX, 2, "regions");
        if (count == 0) {
            return Collections.emptySortedSet();
        }
        var regions = new TreeSet<String>();
        for (int i = 0; i < count; i++) {
            addAscending(regions, SiteTable.readRegion(in), "regions");
        }
        return regions;
    }

    public static void writeLane(ByteWriter out, LaneId lane) {
        out.u8(lane.tier().id()).u8(lane.shard());
    }

    public static LaneId lane(ByteReader in) throws WireFormatException {
        int tier = in.u8();
        int shard = in.u8();
        try {
            return new LaneId(Tier.ofId(tier), shard);
        } catch (IllegalArgumentException e) {
            throw new WireFormatException("lane " + tier + "/" + shard + " does not exist");
        }
    }

    /** The path as steps from another: how many leading tokens they share, and the tokens after those. */
    public static void writePath(ByteWriter out, JsonPointer previous, JsonPointer path) {
        int shared = 0;
        int most = Math.min(previous.depth(), path.depth());
        while (shared < most && previous.token(shared).equals(path.token(shared))) {
            shared++;
        }
        out.varint(shared).varint(path.depth() - shared);
        for (int i = shared; i < path.depth(); i++) {
            out.text(path.token(i));
        }
    }

    public static JsonPointer path(ByteReader in, JsonPointer previous) throws WireFormatException {
        int shared = in.varint(previous.depth(), "shared tokens of a path");
        int own = in.count(JsonPointer.DEPTH_MAX - shared, 1, "tokens of a path");
        JsonPointer path = previous;
        while (path != null && path.depth() > shared) {
            path = path.parent();
        }
        JsonPointer read = path == null ? JsonPointer.ROOT : path;
        for (int i = 0; i < own; i++) {
            String token = text(in, "token of a path");
            if (i == 0 && shared < previous.depth() && token.equals(previous.token(shared))) {
                throw new WireFormatException("path shares more tokens than it says");
            }
            read = read.child(token);
        }
        return read;
    }

    private static void addAscending(SortedSet<String> set, String added, String what) throws WireFormatException {
        if (!set.isEmpty() && set.last().compareTo(added) >= 0) {
            throw new WireFormatException(what + " are not ascending");
        }
        set.add(added);
    }
}
