package io.crossweave.core.wire;

import io.crossweave.core.stored.ReceivedMark.Range;
import java.util.ArrayList;
import java.util.List;

/** Disjoint ranges of envelope numbers, ascending, above a base that the layout around them has already written. */
public final class NumberRanges {
    private static final int RANGE_BYTES_MIN = 2;

    private NumberRanges() {}

    public static void write(ByteWriter out, long base, List<Range> ranges) {
        out.varint(ranges.size());
        long last = base;
        for (Range range : ranges) {
            if (range.from() <= last) {
                throw new IllegalArgumentException("range from " + range.from() + " after " + last);
            }
            out.varint(range.from() - last - 1).varint(range.to() - range.from());
            last = range.to();
        }
    }

    public static List<Range> read(ByteReader in, long base, int max) throws WireFormatException {
        int count = in.count(max, RANGE_BYTES_MIN, "ranges");
        var ranges = new ArrayList<Range>(count);
        long last = base;
        for (int i = 0; i < count; i++) {
            long from = last + 1 + in.varint();
            long to = from + in.varint();
            if (from <= last || to < from) {
                throw new WireFormatException("range ends beyond " + Long.MAX_VALUE);
            }
            ranges.add(new Range(from, to));
            last = to;
        }
        return ranges;
    }
}
