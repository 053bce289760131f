package io.crossweave.core.wire.stored;

import io.crossweave.core.event.RestatementApplied;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.stored.LogRecord;
import io.crossweave.core.stored.LogRecord.OwnEvent;
import io.crossweave.core.stored.LogRecord.Restate;
import io.crossweave.core.stored.LogRecord.Restated;
import io.crossweave.core.stored.LogRecord.SendAgain;
import io.crossweave.core.stored.LogRecord.SharersAdded;
import io.crossweave.core.wire.ByteReader;
import io.crossweave.core.wire.ByteWriter;
import io.crossweave.core.wire.Fields;
import io.crossweave.core.wire.ItemCodec;
import io.crossweave.core.wire.SiteTable;
import io.crossweave.core.wire.WireFormatException;

/** A row of a lane's log. */
public final class LogRecordCodec {
    public static final int VERSION = 1;

    private static final int OWN_EVENT = 1;
    private static final int SHARERS_ADDED = 2;
    private static final int RESTATE = 3;
    private static final int SEND_AGAIN = 4;
    private static final int RESTATED = 5;
    private static final int URGENT_EVENT = 6;
    private static final int BYTES_EXPECTED = 96;

    private LogRecordCodec() {}

    public static byte[] encode(LogRecord record) {
        var out = new ByteWriter(BYTES_EXPECTED).u8(VERSION);
        switch (record) {
            case OwnEvent own -> {
                writeHead(out.u8(own.urgent() ? URGENT_EVENT : OWN_EVENT), own);
                out.varint(own.counter()).varint(own.historySequence());
            }
            case SharersAdded sharers -> {
                writeHead(out.u8(SHARERS_ADDED), sharers);
                Fields.writeRegions(out, sharers.added());
                Fields.writeRegions(out, sharers.told());
                out.varint(sharers.ownCounter());
            }
            case Restate restate -> {
                writeHead(out.u8(RESTATE), restate);
                out.shortAscii(restate.destination());
                out.varint(restate.projectionEpoch()).varint(restate.ownCounter());
            }
            case SendAgain again -> {
                writeHead(out.u8(SEND_AGAIN), again);
                out.shortAscii(again.destination());
                out.varint(again.fromCounter()).varint(again.toCounter());
            }
            case Restated restated -> {
                writeHead(out.u8(RESTATED), restated);
                out.shortAscii(restated.destination());
                ItemCodec.write(out, restated.answer());
            }
        }
        return out.take();
    }

    public static LogRecord decode(byte[] value) throws WireFormatException {
        ByteReader in = StoredValue.open(value, VERSION, "log record");
        int kind = in.u8();
        ContextKey key = Fields.key(in);
        long committedMs = in.varint();
        LogRecord record = switch (kind) {
            case OWN_EVENT -> new OwnEvent(key, committedMs, in.varint(), in.varint());
            case URGENT_EVENT -> new OwnEvent(key, committedMs, in.varint(), in.varint(), true);
            case SHARERS_ADDED ->
                new SharersAdded(key, committedMs, Fields.regions(in), Fields.regions(in), in.varint());
            case RESTATE -> new Restate(key, committedMs, SiteTable.readRegion(in), in.varint(), in.varint());
            case SEND_AGAIN -> new SendAgain(key, committedMs, SiteTable.readRegion(in), in.varint(), in.varint());
            case RESTATED -> new Restated(committedMs, SiteTable.readRegion(in), answer(in, key));
            default -> throw new WireFormatException("log record kind " + kind + " is unknown");
        };
        in.requireEnd("log record");
        return record;
    }

    private static RestatementApplied answer(ByteReader in, ContextKey key) throws WireFormatException {
        if (ItemCodec.decode(in) instanceof RestatementApplied answer
                && answer.key().equals(key)) {
            return answer;
        }
        throw new WireFormatException("log record of an answer holds something else");
    }

    private static void writeHead(ByteWriter out, LogRecord record) {
        Fields.writeKey(out, record.key());
        out.varint(record.committedMs());
    }
}
