package io.crossweave.core.wire;

import io.crossweave.core.causality.Stamp;
import io.crossweave.core.causality.VersionVector;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonPointer;
import io.crossweave.core.document.JsonValue;
import io.crossweave.core.event.Addition;
import io.crossweave.core.event.BodyHash;
import io.crossweave.core.event.EntryKind;
import io.crossweave.core.event.EventType;
import io.crossweave.core.event.Lifetime;
import io.crossweave.core.event.Provenance;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.Dot;
import io.crossweave.core.model.EntryId;
import io.crossweave.core.model.Hlc;
import io.crossweave.core.model.Labels;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The fields of a stamped event within an item. */
final class EventLayout {
    private static final int ADDITION_BYTES_MIN = 7;
    /** In the byte of an addition's kind: what it replaces is named behind the hidden ordinals. */
    private static final int REPLACES = 1 << 7;
    /** Beside it: the clock value that the addition is as old as stands behind its value. */
    private static final int AS_OF = 1 << 6;

    private static final int TIMESTAMP = 1;
    private static final int PAYLOAD_VERSION = 1 << 1;
    private static final int CORRELATION = 1 << 2;
    private static final int CAUSATION = 1 << 3;
    private static final int TRACE = 1 << 4;
    private static final int OTHERS = 1 << 5;
    private static final int PRESENT_ALL = (1 << 6) - 1;

    private EventLayout() {}

    static void write(ByteWriter out, StampedEvent event) {
        Stamp stamp = event.stamp();
        Fields.writeKey(out, event.key());
        SiteTable sites = new SiteTable.Builder()
                .add(stamp.dot().site())
                .add(stamp.depends())
                .addIds(event.removals())
                .write(out);
        sites.writeDot(out, stamp.dot());
        sites.writeVector(out, stamp.depends());
        out.u64(stamp.hlc().packed()).text(stamp.eventId());
        out.u8(event.type().id()).varint(event.ruleVersion());
        Fields.writeBodyHash(out, event.bodyHash());
        out.varint(event.lifetime().expiresAtMs()).varint(event.lifetime().endedAtMs());
        Fields.writeLabels(out, event.labels());
        writeProvenance(out, event.provenance());
        writeAdditions(out, event.additions());
        ItemCodec.requireCount(event.removals().size(), "removals");
        sites.writeIds(out, event.removals());
        writeOrdinals(out, event.hidden());
        ReplacedLayout.write(out, event);
    }

    static StampedEvent read(ByteReader in) throws WireFormatException {
        ContextKey key = Fields.key(in);
        SiteTable sites = SiteTable.read(in);
        Dot dot = sites.dot(in);
        VersionVector depends = sites.vector(in);
        Hlc hlc = Fields.hlc(in);
        String eventId = Fields.text(in, "event id");
        EventType type = type(in.u8());
        int ruleVersion = in.varint(Integer.MAX_VALUE, "rule version");
        BodyHash bodyHash = Fields.bodyHash(in);
        Lifetime lifetime = lifetime(in, hlc);
        Labels labels = Fields.labels(in);
        Provenance provenance = provenance(in);
        var replacing = new BitSet();
        List<Addition> read = additions(in, replacing, hlc);
        List<EntryId> removals = sites.ids(in, Limits.EVENT_ENTRIES_MAX, "removals");
        List<Integer> hidden = ordinals(in);
        List<Addition> additions = ReplacedLayout.read(in, read, replacing, removals);
        var stamp = new Stamp(dot, depends, hlc, eventId);
        return new StampedEvent(
                key, stamp, type, additions, removals, hidden, labels, provenance, bodyHash, lifetime, ruleVersion);
    }

    private static Lifetime lifetime(ByteReader in, Hlc hlc) throws WireFormatException {
        var lifetime = new Lifetime(in.varint(), in.varint());
        if (lifetime.endedAtMs() > hlc.millis()) {
            throw new WireFormatException("event begins before what it says has expired");
        }
        return lifetime;
    }

    private static EventType type(int id) throws WireFormatException {
        try {
            return EventType.ofId(id);
        } catch (IllegalArgumentException e) {
            throw new WireFormatException("event type " + id + " is unknown");
        }
    }

    private static void writeProvenance(ByteWriter out, Provenance provenance) {
        out.u8(bit(provenance.timestamp(), TIMESTAMP)
                | bit(provenance.payloadVersion(), PAYLOAD_VERSION)
                | bit(provenance.correlationId(), CORRELATION)
                | bit(provenance.causationId(), CAUSATION)
                | bit(provenance.traceparent(), TRACE)
                | (provenance.others().isEmpty() ? 0 : OTHERS));
        out.text(provenance.source());
        writePresent(out, provenance.timestamp());
        writePresent(out, provenance.payloadVersion());
        writePresent(out, provenance.correlationId());
        writePresent(out, provenance.causationId());
        writePresent(out, provenance.traceparent());
        if (!provenance.others().isEmpty()) {
            Fields.writeValue(out, provenance.others());
        }
    }

    private static int bit(@Nullable String text, int bit) {
        return text == null ? 0 : bit;
    }

    private static void writePresent(ByteWriter out, @Nullable String text) {
        if (text != null) {
            out.text(text);
        }
    }

    private static Provenance provenance(ByteReader in) throws WireFormatException {
        int present = in.u8();
        if (present > PRESENT_ALL) {
            throw new WireFormatException("provenance has fields that this version does not know");
        }
        return new Provenance(
                Fields.text(in, "source"),
                present(in, present & TIMESTAMP, "timestamp"),
                present(in, present & PAYLOAD_VERSION, "payload version"),
                present(in, present & CORRELATION, "correlation id"),
                present(in, present & CAUSATION, "causation id"),
                present(in, present & TRACE, "traceparent"),
                others(in, present & OTHERS));
    }

    private static JsonObject others(ByteReader in, int bit) throws WireFormatException {
        if (bit == 0) {
            return JsonObject.EMPTY;
        }
        if (Fields.value(in) instanceof JsonObject others && !others.isEmpty()) {
            return others;
        }
        throw new WireFormatException("other fields of an event are an object with members");
    }

    private static @Nullable String present(ByteReader in, int bit, String what) throws WireFormatException {
        return bit == 0 ? null : Fields.text(in, what);
    }

    private static void writeAdditions(ByteWriter out, List<Addition> additions) {
        ItemCodec.requireCount(additions.size(), "additions");
        out.varint(additions.size());
        int before = -1;
        JsonPointer previous = JsonPointer.ROOT;
        for (Addition addition : additions) {
            before = writeOrdinal(out, before, addition.ordinal());
            Fields.writePath(out, previous, addition.path());
            previous = addition.path();
            boolean older = !addition.asOf().equals(Hlc.ZERO);
            out.u8(addition.kind().id() | (addition.replaces().isEmpty() ? 0 : REPLACES) | (older ? AS_OF : 0));
            out.text(addition.classification());
            Fields.writeValue(out, addition.value());
            if (older) {
                out.u64(addition.asOf().packed());
            }
        }
    }

    /** The additions without what they replace; {@code replacing} gets the places of those that replace something. */
    private static List<Addition> additions(ByteReader in, BitSet replacing, Hlc written) throws WireFormatException {
        int count = in.count(Limits.EVENT_ENTRIES_MAX, ADDITION_BYTES_MIN, "additions");
        var additions = new ArrayList<Addition>(count);
        int ordinal = -1;
        JsonPointer path = JsonPointer.ROOT;
        for (int i = 0; i < count; i++) {
            ordinal = ordinal(in, ordinal);
            path = Fields.path(in, path);
            int kindAndBit = in.u8();
            replacing.set(i, (kindAndBit & REPLACES) != 0);
            EntryKind kind = Fields.kind(kindAndBit & ~(REPLACES | AS_OF));
            String classification = Fields.text(in, "classification");
            Addition addition = addition(ordinal, path, kind, Fields.value(in), classification);
            additions.add((kindAndBit & AS_OF) == 0 ? addition : addition.asOf(older(in, written)));
        }
        return additions;
    }

    private static Hlc older(ByteReader in, Hlc written) throws WireFormatException {
        Hlc asOf = Fields.hlc(in);
        if (asOf.equals(Hlc.ZERO) || asOf.compareTo(written) >= 0) {
            throw new WireFormatException("addition is as old as " + asOf + ", and its event is of " + written);
        }
        return asOf;
    }

    private static Addition addition(
            int ordinal, JsonPointer path, EntryKind kind, JsonValue value, String classification)
            throws WireFormatException {
        try {
            return new Addition(ordinal, path, kind, value, classification);
        } catch (IllegalArgumentException e) {
            throw new WireFormatException("addition of kind " + kind + " has a value that this kind can't have");
        }
    }

    private static void writeOrdinals(ByteWriter out, List<Integer> ordinals) {
        ItemCodec.requireCount(ordinals.size(), "hidden ordinals");
        out.varint(ordinals.size());
        int before = -1;
        for (int ordinal : ordinals) {
            before = writeOrdinal(out, before, ordinal);
        }
    }

    private static List<Integer> ordinals(ByteReader in) throws WireFormatException {
        int count = in.count(Limits.EVENT_ENTRIES_MAX, 1, "hidden ordinals");
        var ordinals = new ArrayList<Integer>(count);
        int ordinal = -1;
        for (int i = 0; i < count; i++) {
            ordinal = ordinal(in, ordinal);
            ordinals.add(ordinal);
        }
        return ordinals;
    }

    private static int writeOrdinal(ByteWriter out, int before, int ordinal) {
        if (ordinal <= before) {
            throw new IllegalArgumentException("ordinal " + ordinal + " after " + before);
        }
        out.varint(ordinal - before - 1);
        return ordinal;
    }

    private static int ordinal(ByteReader in, int before) throws WireFormatException {
        long ordinal = in.varint() + before + 1;
        if (ordinal < 0 || ordinal > Integer.MAX_VALUE) {
            throw new WireFormatException("ordinal exceeds " + Integer.MAX_VALUE);
        }
        return (int) ordinal;
    }
}
