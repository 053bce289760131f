package io.crossweave.core.wire.stored;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossweave.core.model.Dot;
import io.crossweave.core.model.SiteId;
import io.crossweave.core.stored.ConfirmedMark;
import io.crossweave.core.stored.ConflictPart;
import io.crossweave.core.stored.ConflictRecord;
import io.crossweave.core.stored.ConflictSide;
import io.crossweave.core.stored.ContextMeta;
import io.crossweave.core.stored.DeleteMark;
import io.crossweave.core.stored.DeleteStamp;
import io.crossweave.core.stored.EventIdRecord;
import io.crossweave.core.stored.InboxItem;
import io.crossweave.core.stored.LogRecord;
import io.crossweave.core.stored.LosingTwin;
import io.crossweave.core.stored.QuarantineRecord;
import io.crossweave.core.stored.ReceivedMark;
import io.crossweave.core.stored.Sharer;
import io.crossweave.core.stored.StoredEntry;
import io.crossweave.core.stored.Supersession;
import io.crossweave.core.wire.Corruption;
import io.crossweave.core.wire.SeededItems;
import io.crossweave.core.wire.WireFormatException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StoredCodecsTest {
    private static final Dot DELETE = new Dot(new SiteId("aws-us-east-1", 1), 1);

    /** One table: how its records are made from a seed, written and read. */
    record Table<T>(String name, Function<SeededItems, T> made, Function<T, byte[]> encode, Reader<T> decode) {
        @FunctionalInterface
        interface Reader<T> {
            T read(byte[] value) throws WireFormatException;
        }

        byte[] encoded(long seed) {
            return encode.apply(made.apply(new SeededItems(seed)));
        }

        void readsBack(long seed) throws WireFormatException {
            T record = made.apply(new SeededItems(seed));
            assertThat(decode.read(encode.apply(record))).as("seed %d", seed).isEqualTo(record);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Table<?>> tables() {
        return Stream.of(
                new Table<>("context", StoredCodecsTest::meta, ContextMetaCodec::encode, ContextMetaCodec::decode),
                new Table<>("entry", StoredCodecsTest::entry, StoredEntryCodec::encode, StoredEntryCodec::decode),
                new Table<>(
                        "event id", StoredCodecsTest::known, EventIdRecordCodec::encode, EventIdRecordCodec::decode),
                new Table<>("log", StoredCodecsTest::logged, LogRecordCodec::encode, LogRecordCodec::decode),
                new Table<>("inbox", StoredCodecsTest::waiting, InboxItemCodec::encode, InboxItemCodec::decode),
                new Table<>(
                        "quarantine",
                        StoredCodecsTest::quarantined,
                        QuarantineRecordCodec::encode,
                        QuarantineRecordCodec::decode),
                new Table<>(
                        "conflict",
                        StoredCodecsTest::conflict,
                        ConflictRecordCodec::encode,
                        ConflictRecordCodec::decode),
                new Table<>("context name", SeededItems::key, StoredContextKey::encode, StoredContextKey::decode),
                new Table<>(
                        "delete",
                        seeded -> new DeleteMark(DELETE, seeded.hlc(), seeded.text()),
                        DeleteMarkCodec::encode,
                        value -> DeleteMarkCodec.decode(DELETE, value)),
                new Table<>(
                        "received", StoredCodecsTest::received, ReceivedMarkCodec::encode, ReceivedMarkCodec::decode),
                new Table<>(
                        "confirmed",
                        seeded -> new ConfirmedMark(seeded.number()),
                        ConfirmedMarkCodec::encode,
                        ConfirmedMarkCodec::decode),
                new Table<>("number", SeededItems::number, StoredNumber::encode, StoredNumber::decode),
                new Table<>("site id", SeededItems::site, SiteIdCodec::encode, SiteIdCodec::decode));
    }

    @ParameterizedTest
    @MethodSource("tables")
    void readsBackWhatWasWritten(Table<?> table) throws WireFormatException {
        for (long seed = 0; seed < 500; seed++) {
            table.readsBack(seed);
        }
    }

    @ParameterizedTest
    @MethodSource("tables")
    void everyValueBeginsWithItsVersion(Table<?> table) {
        byte[] other = table.encoded(1);
        assertThat(other[0]).isEqualTo((byte) 1);
        other[0] = 2;

        assertThatThrownBy(() -> table.decode().read(other))
                .isInstanceOf(WireFormatException.class)
                .hasMessageContaining("version 2");
    }

    @ParameterizedTest
    @MethodSource("tables")
    void aDamagedRow_isRefusedOrAnotherRow(Table<?> table) {
        for (long seed = 0; seed < 10; seed++) {
            byte[] value = table.encoded(seed);

            Corruption.refusesEveryOtherLength(value, bytes -> table.decode().read(bytes));
            Corruption.bearsEveryFlippedBit(value, bytes -> table.decode().read(bytes));
        }
    }

    @Test
    void aHoleSaysNothingBesidesItsKey() throws WireFormatException {
        HoleCodec.check(HoleCodec.encode());

        assertThatThrownBy(() -> HoleCodec.check(new byte[] {1, 0})).isInstanceOf(WireFormatException.class);
        assertThatThrownBy(() -> HoleCodec.check(new byte[] {2})).isInstanceOf(WireFormatException.class);
        assertThatThrownBy(() -> HoleCodec.check(new byte[0])).isInstanceOf(WireFormatException.class);
    }

    private static ContextMeta meta(SeededItems seeded) {
        return new ContextMeta(
                seeded.vector(),
                seeded.chance() ? new DeleteStamp(seeded.hlc(), seeded.site()) : null,
                seeded.chance() ? seeded.expiry(seeded.site()) : null,
                seeded.hlc(),
                seeded.labels(),
                sharers(seeded),
                seeded.ids(),
                losingTwins(seeded),
                seeded.number(),
                seeded.textOrNull(),
                seeded.chance() ? seeded.site() : null);
    }

    private static List<Sharer> sharers(SeededItems seeded) {
        boolean late = seeded.chance();
        return seeded.regions().stream()
                .map(region -> new Sharer(region, late ? seeded.number() : 0))
                .toList();
    }

    private static StoredEntry entry(SeededItems seeded) {
        return new StoredEntry(
                seeded.path(),
                seeded.kind(),
                seeded.value(3),
                seeded.hlc(),
                seeded.text(),
                seeded.below(1_000),
                seeded.text(),
                seeded.chance());
    }

    private static List<LosingTwin> losingTwins(SeededItems seeded) {
        var losers = new ArrayList<LosingTwin>();
        for (Dot dot : seeded.dots()) {
            List<Integer> standing = seeded.chance() ? List.of() : List.of(seeded.below(9), 9 + seeded.below(1_000));
            losers.add(new LosingTwin(dot, seeded.hlc(), seeded.dot(), standing));
        }
        return losers;
    }

    private static EventIdRecord known(SeededItems seeded) {
        var twins = new TreeSet<EventIdRecord.Twin>();
        do {
            twins.add(new EventIdRecord.Twin(seeded.hlc(), seeded.dot(), seeded.number()));
        } while (seeded.chance());
        return new EventIdRecord(List.copyOf(twins), seeded.bodyHash(), seeded.vector(), seeded.chance());
    }

    private static LogRecord logged(SeededItems seeded) {
        return seeded.chance()
                ? new LogRecord.OwnEvent(
                        seeded.key(), seeded.number(), seeded.number(), seeded.number(), seeded.chance())
                : new LogRecord.SharersAdded(
                        seeded.key(), seeded.number(), seeded.regions(), seeded.regions(), seeded.number());
    }

    private static ConflictRecord conflict(SeededItems seeded) {
        Dot one = seeded.dot();
        var other = new Dot(one.site(), one.counter() + 1);
        return ConflictRecord.of(seeded.key(), seeded.path(), side(seeded, one), side(seeded, other));
    }

    private static ConflictSide side(SeededItems seeded, Dot dot) {
        var parts = new ArrayList<ConflictPart>();
        for (int ordinal = seeded.below(3) - 1; ordinal < 3; ordinal++) {
            var superseded = seeded.chance() ? new Supersession(seeded.hlc(), seeded.dot()) : null;
            var value = seeded.chance() ? seeded.value(2) : null;
            parts.add(new ConflictPart(ordinal, seeded.path(), seeded.kind(), value, superseded));
        }
        return new ConflictSide(dot, seeded.hlc(), seeded.text(), seeded.chance(), parts);
    }

    private static InboxItem waiting(SeededItems seeded) {
        return new InboxItem(seeded.causalItem(), seeded.number());
    }

    private static QuarantineRecord quarantined(SeededItems seeded) {
        return new QuarantineRecord(seeded.causalItem(), seeded.text(), seeded.below(100), seeded.number());
    }

    private static ReceivedMark received(SeededItems seeded) {
        ReceivedMark mark = new ReceivedMark(seeded.number(), seeded.below(100), List.of());
        for (int left = seeded.below(8); left > 0; left--) {
            mark = mark.with(mark.cumulative() + 1 + seeded.below(20));
        }
        return mark;
    }
}
