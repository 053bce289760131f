package io.crossweave.core.wire.control;

import io.crossweave.core.event.CausalItem;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.link.HeldDots;
import io.crossweave.core.wire.ByteReader;
import io.crossweave.core.wire.ByteWriter;
import io.crossweave.core.wire.ItemCodec;
import io.crossweave.core.wire.WireFormatException;
import java.util.ArrayList;

/** The layout of asks for what is held of a site's dots, and of the pages that answer them, version {@value #VERSION}. */
public final class HeldDotsCodec {
    public static final int VERSION = 1;

    static final int ASK = 4;
    static final int PAGE = 5;

    private static final int PLACE_BYTES_MAX = 4_096;
    private static final int ITEM_BYTES_MIN = 8;
    private static final int BYTES_EXPECTED = 1_024;

    private HeldDotsCodec() {}

    public static byte[] encode(HeldDots message) {
        var out = new ByteWriter(BYTES_EXPECTED).u8(VERSION);
        switch (message) {
            case HeldDots.Ask(String behind) -> out.u8(ASK).text(behind);
            case HeldDots.Page page -> {
                out.u8(PAGE).u64(page.incarnation()).text(page.behind()).text(page.next());
                out.varint(page.items().size());
                for (CausalItem item : page.items()) {
                    out.bytes(ItemCodec.encode(item));
                }
            }
        }
        return out.take();
    }

    /** Whether a control message is one of these. */
    public static boolean isOne(byte[] body) {
        return body.length > 1 && (body[1] == ASK || body[1] == PAGE);
    }

    public static HeldDots decode(byte[] body) throws WireFormatException {
        var in = new ByteReader(body);
        int version = in.u8();
        int kind = in.u8();
        if (version != VERSION) {
            throw new WireFormatException("control message of version " + version);
        }
        HeldDots message = switch (kind) {
            case ASK -> new HeldDots.Ask(in.text(PLACE_BYTES_MAX, "place"));
            case PAGE -> page(in);
            default -> throw new WireFormatException("control message of kind " + kind);
        };
        in.requireEnd("held dots");
        return message;
    }

    private static HeldDots.Page page(ByteReader in) throws WireFormatException {
        long incarnation = in.u64();
        String behind = in.text(PLACE_BYTES_MAX, "place");
        String next = in.text(PLACE_BYTES_MAX, "place");
        int count = in.count(Limits.ENVELOPE_BYTES_MAX, ITEM_BYTES_MIN, "held items");
        var items = new ArrayList<CausalItem>(count);
        for (int i = 0; i < count; i++) {
            items.add(ItemCodec.decodeCausal(in.bytes(Limits.ITEM_BYTES_MAX, "held item")));
        }
        return new HeldDots.Page(incarnation, behind, next, items);
    }
}
