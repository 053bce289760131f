package io.crossweave.core.wire.control;

import io.crossweave.core.limits.Limits;
import io.crossweave.core.link.LifeNews;
import io.crossweave.core.link.LifeNews.Asked;
import io.crossweave.core.link.LifeNews.Need;
import io.crossweave.core.link.LifeNews.Phase;
import io.crossweave.core.model.Dot;
import io.crossweave.core.model.SiteId;
import io.crossweave.core.stored.Life;
import io.crossweave.core.wire.ByteReader;
import io.crossweave.core.wire.ByteWriter;
import io.crossweave.core.wire.Fields;
import io.crossweave.core.wire.SiteTable;
import io.crossweave.core.wire.WireFormatException;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/** The section of a heartbeat about lives. */
final class LifeNewsCodec {
    private static final int SEEN = 1;
    private static final int ASKED = 1 << 1;
    private static final int NEED_BYTES_MIN = 16;
    private static final int BYTES_EXPECTED = 64;

    private LifeNewsCodec() {}

    static byte[] encode(LifeNews news) {
        var out = new ByteWriter(BYTES_EXPECTED).u8(news.phase().id());
        Life seen = news.seen();
        Asked asked = news.asked();
        out.u8((seen == null ? 0 : SEEN) | (asked == null ? 0 : ASKED));
        if (seen != null) {
            writeSite(out, seen.site()).varint(seen.linkEpoch()).varint(seen.commit());
        }
        if (asked != null) {
            writeSite(out, asked.site()).varint(asked.linkEpoch());
        }
        if (news.needs().size() > Limits.NEEDS_MAX) {
            throw new IllegalArgumentException(news.needs().size() + " needs exceed " + Limits.NEEDS_MAX);
        }
        out.varint(news.needs().size());
        for (Need need : news.needs()) {
            Fields.writeKey(out, need.key());
            writeSite(out, need.dot().site()).varint(need.dot().counter());
        }
        return out.take();
    }

    static LifeNews decode(ByteReader in) throws WireFormatException {
        Phase phase = phase(in.u8());
        int present = in.u8();
        if ((present & ~(SEEN | ASKED)) != 0) {
            throw new WireFormatException("news of lives with unknown parts");
        }
        @Nullable Life seen = (present & SEEN) == 0 ? null : new Life(site(in), in.varint(), in.varint());
        @Nullable Asked asked = (present & ASKED) == 0 ? null : new Asked(site(in), in.varint());
        int count = in.count(Limits.NEEDS_MAX, NEED_BYTES_MIN, "needs");
        var needs = new ArrayList<Need>(count);
        for (int i = 0; i < count; i++) {
            needs.add(new Need(Fields.key(in), dot(in)));
        }
        in.requireEnd("news of lives");
        return new LifeNews(phase, seen, asked, needs);
    }

    private static Phase phase(int id) throws WireFormatException {
        for (Phase phase : Phase.values()) {
            if (phase.id() == id) {
                return phase;
            }
        }
        throw new WireFormatException("phase " + id + " of a start is unknown");
    }

    private static Dot dot(ByteReader in) throws WireFormatException {
        SiteId site = site(in);
        long counter = in.varint();
        if (counter < 1) {
            throw new WireFormatException("a dot's counter starts at 1");
        }
        return new Dot(site, counter);
    }

    private static ByteWriter writeSite(ByteWriter out, SiteId site) {
        return out.shortAscii(site.region()).u64(site.incarnation());
    }

    private static SiteId site(ByteReader in) throws WireFormatException {
        return new SiteId(SiteTable.readRegion(in), in.u64());
    }
}
