package io.crossweave.core.wire.stored;

import io.crossweave.core.causality.VersionVector;
import io.crossweave.core.event.Expiry;
import io.crossweave.core.model.Dot;
import io.crossweave.core.model.EntryId;
import io.crossweave.core.model.Hlc;
import io.crossweave.core.model.Labels;
import io.crossweave.core.model.SiteId;
import io.crossweave.core.stored.ContextMeta;
import io.crossweave.core.stored.DeleteStamp;
import io.crossweave.core.stored.LosingTwin;
import io.crossweave.core.stored.Sharer;
import io.crossweave.core.wire.ByteReader;
import io.crossweave.core.wire.ByteWriter;
import io.crossweave.core.wire.Fields;
import io.crossweave.core.wire.SiteTable;
import io.crossweave.core.wire.WireFormatException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The row of a context itself. */
public final class ContextMetaCodec {
    public static final int VERSION = 1;

    private static final int DELETE_STAMP = 1;
    private static final int LAST_EVENT_ID = 1 << 1;
    private static final int LAST_SITE = 1 << 2;
    /** Some sharers began to share behind the first dot of this site. */
    private static final int SHARED_SINCE = 1 << 3;

    private static final int EXPIRY = 1 << 4;
    private static final int PRESENT_ALL = (1 << 5) - 1;
    private static final int BYTES_EXPECTED = 192;

    private ContextMetaCodec() {}

    public static byte[] encode(ContextMeta meta) {
        var out = new ByteWriter(BYTES_EXPECTED).u8(VERSION);
        DeleteStamp deleteStamp = meta.deleteStamp();
        String lastEventId = meta.lastEventId();
        SiteId lastSite = meta.lastSite();
        Expiry expiry = meta.expiry();
        SiteTable sites = sites(meta).write(out);
        out.u8((deleteStamp == null ? 0 : DELETE_STAMP)
                | (lastEventId == null ? 0 : LAST_EVENT_ID)
                | (lastSite == null ? 0 : LAST_SITE)
                | (sharedSince(meta) ? SHARED_SINCE : 0)
                | (expiry == null ? 0 : EXPIRY));
        sites.writeVector(out, meta.vector());
        if (deleteStamp != null) {
            sites.writeSite(out.u64(deleteStamp.hlc().packed()), deleteStamp.site());
        }
        if (expiry != null) {
            sites.writeSite(out.u64(expiry.hlc().packed()), expiry.site());
            out.varint(expiry.atMs());
        }
        out.u64(meta.greatestHlc().packed());
        Fields.writeLabels(out, meta.labels());
        writeSharers(out, meta);
        sites.writeIds(out, meta.awaitedRemovals());
        writeLosingTwins(out, sites, meta.losingTwins());
        out.varint(meta.nextSequence());
        if (lastEventId != null) {
            out.text(lastEventId);
        }
        if (lastSite != null) {
            sites.writeSite(out, lastSite);
        }
        return out.take();
    }

    public static ContextMeta decode(byte[] value) throws WireFormatException {
        ByteReader in = StoredValue.open(value, VERSION, "context");
        SiteTable sites = SiteTable.read(in);
        int present = in.u8();
        if (present > PRESENT_ALL) {
            throw new WireFormatException("stored context has fields that this version does not know");
        }
        VersionVector vector = sites.vector(in);
        DeleteStamp deleteStamp =
                (present & DELETE_STAMP) == 0 ? null : new DeleteStamp(Fields.hlc(in), sites.site(in));
        Expiry expiry = (present & EXPIRY) == 0 ? null : new Expiry(Fields.hlc(in), sites.site(in), in.varint());
        Hlc greatestHlc = Fields.hlc(in);
        Labels labels = Fields.labels(in);
        List<Sharer> sharers = sharers(in, (present & SHARED_SINCE) != 0);
        List<EntryId> awaitedRemovals = sites.ids(in, Integer.MAX_VALUE, "awaited removals");
        List<LosingTwin> losingTwins = losingTwins(in, sites);
        long nextSequence = in.varint();
        String lastEventId = (present & LAST_EVENT_ID) == 0 ? null : Fields.text(in, "event id");
        SiteId lastSite = (present & LAST_SITE) == 0 ? null : sites.site(in);
        in.requireEnd("stored context");
        return new ContextMeta(
                vector,
                deleteStamp,
                expiry,
                greatestHlc,
                labels,
                sharers,
                awaitedRemovals,
                losingTwins,
                nextSequence,
                lastEventId,
                lastSite);
    }

    private static boolean sharedSince(ContextMeta meta) {
        return meta.sharers().stream().anyMatch(sharer -> sharer.sinceCounter() > 0);
    }

    private static void writeSharers(ByteWriter out, ContextMeta meta) {
        Fields.writeRegions(out, meta.sharers().stream().map(Sharer::region).toList());
        if (sharedSince(meta)) {
            meta.sharers().forEach(sharer -> out.varint(sharer.sinceCounter()));
        }
    }

    private static List<Sharer> sharers(ByteReader in, boolean since) throws WireFormatException {
        var sharers = new ArrayList<Sharer>();
        for (String region : Fields.regions(in)) {
            sharers.add(new Sharer(region, 0));
        }
        if (since) {
            for (int i = 0; i < sharers.size(); i++) {
                sharers.set(i, new Sharer(sharers.get(i).region(), in.varint()));
            }
            if (sharers.stream().allMatch(sharer -> sharer.sinceCounter() == 0)) {
                throw new WireFormatException("stored context tells counters of sharers where all are 0");
            }
        }
        return sharers;
    }

    private static SiteTable.Builder sites(ContextMeta meta) {
        var sites = new SiteTable.Builder().add(meta.vector()).addIds(meta.awaitedRemovals());
        meta.losingTwins()
                .forEach(loser ->
                        sites.add(loser.dot().site()).add(loser.counts().site()));
        if (meta.deleteStamp() != null) {
            sites.add(meta.deleteStamp().site());
        }
        if (meta.expiry() != null) {
            sites.add(meta.expiry().site());
        }
        if (meta.lastSite() != null) {
            sites.add(meta.lastSite());
        }
        return sites;
    }

    /** The whole dots with the ids of what stands of each behind it, and then for each dot the one that counts. */
    private static void writeLosingTwins(ByteWriter out, SiteTable sites, List<LosingTwin> losers) {
        var ids = new ArrayList<EntryId>();
        for (LosingTwin loser : losers) {
            ids.add(EntryId.wholeDot(loser.dot()));
            loser.standing().forEach(ordinal -> ids.add(new EntryId(loser.dot(), ordinal)));
        }
        sites.writeIds(out, ids);
        losers.forEach(loser -> sites.writeDot(out.u64(loser.countsHlc().packed()), loser.counts()));
    }

    private static List<LosingTwin> losingTwins(ByteReader in, SiteTable sites) throws WireFormatException {
        var standing = new TreeMap<Dot, List<Integer>>();
        for (EntryId id : sites.ids(in, Integer.MAX_VALUE, "losing twins")) {
            if (id.isWholeDot()) {
                standing.put(id.dot(), new ArrayList<>());
            } else if (standing.containsKey(id.dot())) {
                standing.get(id.dot()).add(id.ordinal());
            } else {
                throw new WireFormatException("an entry stands of a dot that does not lose");
            }
        }
        var losers = new ArrayList<LosingTwin>();
        for (Map.Entry<Dot, List<Integer>> loser : standing.entrySet()) {
            losers.add(new LosingTwin(loser.getKey(), Fields.hlc(in), sites.dot(in), loser.getValue()));
        }
        return losers;
    }
}
