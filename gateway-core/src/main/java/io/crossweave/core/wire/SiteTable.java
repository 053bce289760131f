package io.crossweave.core.wire;

import io.crossweave.core.causality.VersionVector;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.model.Dot;
import io.crossweave.core.model.EntryId;
import io.crossweave.core.model.SiteId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * The sites that one item or one row names, ascending and each once; what follows names them by their index. Ids are written as steps
 * from the one before, so that a run of removed entries costs three bytes each.
 */
public final class SiteTable {
    private static final int REGION_CHARS_MAX = 63;
    private static final int SITE_BYTES_MIN = 10;
    private static final int COUNTER_BYTES_MIN = 2;
    private static final int ENTRY_ID_BYTES_MIN = 3;
    /** Below every ordinal, {@link EntryId#WHOLE_DOT} included. */
    private static final int BEFORE_ORDINALS = EntryId.WHOLE_DOT - 1;

    private final SiteId[] sites;

    private SiteTable(SiteId[] sites) {
        this.sites = sites;
    }

    /** Collects the sites that will be named. */
    public static final class Builder {
        private final TreeSet<SiteId> sites = new TreeSet<>();

        public Builder add(SiteId site) {
            sites.add(site);
            return this;
        }

        public Builder add(VersionVector vector) {
            for (int i = 0; i < vector.size(); i++) {
                sites.add(vector.siteAt(i));
            }
            return this;
        }

        public Builder addIds(List<EntryId> ids) {
            SiteId last = null;
            for (EntryId id : ids) {
                SiteId site = id.dot().site();
                if (!site.equals(last)) {
                    sites.add(site);
                    last = site;
                }
            }
            return this;
        }

        /** Writes the table and gives what the fields after it are written with. */
        public SiteTable write(ByteWriter out) {
            if (sites.size() > Limits.SITES_MAX) {
                throw new IllegalArgumentException(sites.size() + " sites exceed " + Limits.SITES_MAX);
            }
            out.varint(sites.size());
            for (SiteId site : sites) {
                out.shortAscii(site.region()).u64(site.incarnation());
            }
            return new SiteTable(sites.toArray(SiteId[]::new));
        }
    }

    public static SiteTable read(ByteReader in) throws WireFormatException {
        var sites = new SiteId[in.count(Limits.SITES_MAX, SITE_BYTES_MIN, "sites")];
        for (int i = 0; i < sites.length; i++) {
            sites[i] = readSite(in);
            if (i > 0 && sites[i - 1].compareTo(sites[i]) >= 0) {
                throw new WireFormatException("sites are not ascending");
            }
        }
        return new SiteTable(sites);
    }

    public static SiteId readSite(ByteReader in) throws WireFormatException {
        String region = readRegion(in);
        return new SiteId(region, in.u64());
    }

    public static String readRegion(ByteReader in) throws WireFormatException {
        String region = in.shortAscii(REGION_CHARS_MAX, "region name");
        try {
            return SiteId.requireRegion(region);
        } catch (IllegalArgumentException e) {
            throw new WireFormatException("region name of " + region.length() + " characters is not allowed");
        }
    }

    public void writeSite(ByteWriter out, SiteId site) {
        out.varint(indexOf(site));
    }

    public SiteId site(ByteReader in) throws WireFormatException {
        return sites[index(in.varint())];
    }

    public void writeDot(ByteWriter out, Dot dot) {
        out.varint(indexOf(dot.site())).varint(dot.counter());
    }

    public Dot dot(ByteReader in) throws WireFormatException {
        SiteId site = site(in);
        return dot(site, in.varint());
    }

    public void writeVector(ByteWriter out, VersionVector vector) {
        out.varint(vector.size());
        for (int i = 0; i < vector.size(); i++) {
            out.varint(indexOf(vector.siteAt(i))).varint(vector.counterAt(i));
        }
    }

    public VersionVector vector(ByteReader in) throws WireFormatException {
        int size = in.count(sites.length, COUNTER_BYTES_MIN, "sites of a vector");
        var named = new SiteId[size];
        var counters = new long[size];
        int last = -1;
        for (int i = 0; i < size; i++) {
            int index = index(in.varint());
            if (index <= last) {
                throw new WireFormatException("sites of a vector are not ascending");
            }
            last = index;
            named[i] = sites[index];
            counters[i] = in.varint();
        }
        return VersionVector.ofAscending(named, counters);
    }

    /** Ids in strictly ascending order. */
    public void writeIds(ByteWriter out, Collection<EntryId> ids) {
        out.varint(ids.size());
        int site = 0;
        long counter = 0;
        int ordinal = BEFORE_ORDINALS;
        for (EntryId id : ids) {
            int idSite = sites[site].equals(id.dot().site())
                    ? site
                    : indexOf(id.dot().site());
            if (idSite != site) {
                counter = 0;
            }
            long idCounter = id.dot().counter();
            if (idSite != site || idCounter != counter) {
                ordinal = BEFORE_ORDINALS;
            }
            if (idSite < site || idCounter < counter || id.ordinal() <= ordinal) {
                throw new IllegalArgumentException("ids are not ascending at " + id);
            }
            out.varint(idSite - site).varint(idCounter - counter).varint(id.ordinal() - ordinal - 1);
            site = idSite;
            counter = idCounter;
            ordinal = id.ordinal();
        }
    }

    public List<EntryId> ids(ByteReader in, int max, String what) throws WireFormatException {
        int count = in.count(max, ENTRY_ID_BYTES_MIN, what);
        var ids = new ArrayList<EntryId>(count);
        int site = 0;
        Dot dot = null;
        int ordinal = BEFORE_ORDINALS;
        for (int i = 0; i < count; i++) {
            long siteStep = in.varint();
            site = index(siteStep > sites.length ? siteStep : site + siteStep);
            long base = dot == null || siteStep > 0 ? 0 : dot.counter();
            long counterStep = in.varint();
            if (dot == null || siteStep > 0 || counterStep > 0) {
                dot = dot(sites[site], base + counterStep);
                ordinal = BEFORE_ORDINALS;
            }
            long next = ordinal + 1 + in.varint();
            if (next < EntryId.WHOLE_DOT || next > Integer.MAX_VALUE) {
                throw new WireFormatException("ordinal of " + what + " exceeds " + Integer.MAX_VALUE);
            }
            ordinal = (int) next;
            ids.add(new EntryId(dot, ordinal));
        }
        return ids;
    }

    private static Dot dot(SiteId site, long counter) throws WireFormatException {
        if (counter < 1) {
            throw new WireFormatException("counter of a dot is outside 1.." + Long.MAX_VALUE);
        }
        return new Dot(site, counter);
    }

    private int indexOf(SiteId site) {
        int index = Arrays.binarySearch(sites, site);
        if (index < 0) {
            throw new IllegalArgumentException("site " + site + " is not in the table");
        }
        return index;
    }

    private int index(long index) throws WireFormatException {
        if (index >= sites.length) {
            throw new WireFormatException("site " + index + " of a table of " + sites.length);
        }
        return (int) index;
    }
}
