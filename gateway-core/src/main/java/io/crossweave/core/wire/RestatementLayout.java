package io.crossweave.core.wire;

import io.crossweave.core.causality.VersionVector;
import io.crossweave.core.event.Restatement;
import io.crossweave.core.event.Restatement.Run;
import io.crossweave.core.event.RestatementApplied;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.SiteId;
import java.util.ArrayList;
import java.util.List;

/** The fields of a restatement and of the answer to it within an item. */
final class RestatementLayout {
    private static final int EVENT_BYTES_MIN = 16;
    private static final int RUN_BYTES_MIN = 2;

    private RestatementLayout() {}

    static void write(ByteWriter out, Restatement restatement) {
        Fields.writeKey(out, restatement.key());
        writeSite(out, restatement.site());
        out.varint(restatement.fromCounter()).varint(restatement.lastCounter() - restatement.fromCounter());
        out.varint(restatement.projectionEpoch());
        writeRuns(out, restatement, restatement.withheld());
        writeRuns(out, restatement, restatement.gone());
        out.varint(restatement.events().size());
        long counter = 0;
        for (StampedEvent event : restatement.events()) {
            if (event.dot().counter() <= counter) {
                throw new IllegalArgumentException("restated dots are not ascending at " + event.dot());
            }
            counter = event.dot().counter();
            EventLayout.write(out, event);
        }
        SiteTable sites = new SiteTable.Builder().add(restatement.asOf()).write(out);
        sites.writeVector(out, restatement.asOf());
    }

    private static void writeRuns(ByteWriter out, Restatement restatement, List<Run> runs) {
        out.varint(runs.size());
        long last = restatement.fromCounter() - 1;
        for (Run run : runs) {
            if (run.from() <= last || run.to() > restatement.lastCounter()) {
                throw new IllegalArgumentException("restated runs are not ascending at " + run.from());
            }
            out.varint(run.from() - last - 1).varint(run.to() - run.from());
            last = run.to();
        }
    }

    static Restatement restatement(ByteReader in) throws WireFormatException {
        ContextKey key = Fields.key(in);
        SiteId site = SiteTable.readSite(in);
        long from = in.varint();
        long last = from + in.varint();
        if (from < 1 || last < from) {
            throw new WireFormatException("restatement of dots " + from + ".." + last);
        }
        long epoch = in.varint();
        List<Run> withheld = runs(in, from, last);
        List<Run> gone = runs(in, from, last);
        int count = in.count(Limits.EVENT_ENTRIES_MAX, EVENT_BYTES_MIN, "restated dots");
        var events = new ArrayList<StampedEvent>(Math.min(count, Limits.ENVELOPE_ITEMS_MAX));
        long counter = 0;
        for (int i = 0; i < count; i++) {
            StampedEvent event = EventLayout.read(in);
            if (event.dot().counter() <= counter) {
                throw new WireFormatException("restated dots are not ascending");
            }
            counter = event.dot().counter();
            events.add(event);
        }
        VersionVector asOf = SiteTable.read(in).vector(in);
        try {
            return new Restatement(key, site, from, last, epoch, events, withheld, gone, asOf);
        } catch (IllegalArgumentException e) {
            throw new WireFormatException("restatement: " + e.getMessage());
        }
    }

    private static List<Run> runs(ByteReader in, long from, long last) throws WireFormatException {
        int count = in.count(Limits.EVENT_ENTRIES_MAX, RUN_BYTES_MIN, "restated runs");
        var runs = new ArrayList<Run>(count);
        long before = from - 1;
        for (int i = 0; i < count; i++) {
            long first = before + 1 + in.varint();
            long to = first + in.varint();
            if (first <= before || to < first || to > last) {
                throw new WireFormatException("run is outside of what is restated");
            }
            runs.add(new Run(first, to));
            before = to;
        }
        return runs;
    }

    static void write(ByteWriter out, RestatementApplied applied) {
        Fields.writeKey(out, applied.key());
        writeSite(out, applied.site());
        out.varint(applied.fromCounter()).varint(applied.lastCounter());
        out.varint(applied.projectionEpoch()).varint(applied.sendFrom());
    }

    static RestatementApplied applied(ByteReader in) throws WireFormatException {
        return new RestatementApplied(
                Fields.key(in), SiteTable.readSite(in), in.varint(), in.varint(), in.varint(), in.varint());
    }

    private static void writeSite(ByteWriter out, SiteId site) {
        out.shortAscii(site.region()).u64(site.incarnation());
    }
}
