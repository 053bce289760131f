package io.crossweave.core.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossweave.core.document.JsonPointer;
import io.crossweave.core.document.JsonString;
import io.crossweave.core.event.Addition;
import io.crossweave.core.event.EntryKind;
import io.crossweave.core.event.LaneItem;
import io.crossweave.core.event.Placeholder;
import io.crossweave.core.event.SharersNotice;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.model.Dot;
import io.crossweave.core.model.EntryId;
import io.crossweave.core.model.Hlc;
import io.crossweave.core.model.SiteId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ItemCodecTest {
    @Test
    void readsBackWhatWasWritten() throws WireFormatException {
        for (long seed = 0; seed < 3_000; seed++) {
            LaneItem item = new SeededItems(seed).item();

            byte[] bytes = ItemCodec.encode(item);

            assertThat(ItemCodec.decode(bytes)).as("seed %d", seed).isEqualTo(item);
        }
    }

    @Test
    void oneItemAlwaysGivesTheSameBytes() throws WireFormatException {
        for (long seed = 0; seed < 1_000; seed++) {
            byte[] bytes = ItemCodec.encode(new SeededItems(seed).item());

            assertThat(ItemCodec.encode(ItemCodec.decode(bytes)))
                    .as("seed %d", seed)
                    .isEqualTo(bytes);
        }
    }

    static LongStream seeds() {
        return LongStream.range(0, 40);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void anItemOfAnotherLength_isRefused(long seed) {
        Corruption.refusesEveryOtherLength(ItemCodec.encode(new SeededItems(seed).item()), ItemCodec::decode);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void anyFlippedBit_isRefusedOrAnotherItem(long seed) {
        Corruption.bearsEveryFlippedBit(
                ItemCodec.encode(new SeededItems(seed).item()), bytes -> ItemCodec.encode(ItemCodec.decode(bytes)));
    }

    @Test
    void randomChangesNeverCauseAnythingButARefusal() {
        var seeded = new SeededItems(99);
        for (int round = 0; round < 5_000; round++) {
            byte[] bytes = ItemCodec.encode(seeded.item());
            for (int change = 1 + seeded.below(4); change > 0; change--) {
                bytes[2 + seeded.below(bytes.length - 2)] = (byte) seeded.below(256);
            }
            try {
                ItemCodec.decode(bytes);
            } catch (WireFormatException expected) {
                assertThat(expected.reason()).isNotEmpty();
            }
        }
    }

    @Test
    void aRunOfRemovedEntriesCostsThreeBytesEach() {
        var site = new SiteId("aws-us-east-1", 7);
        var removals = new ArrayList<EntryId>();
        for (int i = 0; i < 1_000; i++) {
            removals.add(new EntryId(new Dot(site, 1_000_000 + i), 0));
        }
        var one = new Placeholder(new SeededItems(1).key(), new Dot(site, 5), 5, removals.subList(0, 1), Hlc.ZERO);
        var all = new Placeholder(one.key(), one.dot(), 5, removals, Hlc.ZERO);

        assertThat(ItemCodec.encode(all).length - ItemCodec.encode(one).length).isLessThanOrEqualTo(3 * 999 + 1);
    }

    @Test
    void namesOutOfOrder_areNeverWritten() {
        StampedEvent event = eventWithAdditions();
        var turned = new ArrayList<>(event.additions().reversed());

        assertThatThrownBy(() -> ItemCodec.encode(with(event, turned, event.removals())))
                .isInstanceOf(IllegalArgumentException.class);
        List<EntryId> unordered = List.of(new EntryId(event.dot(), 2), new EntryId(event.dot(), 1));
        assertThatThrownBy(() -> ItemCodec.encode(with(event, event.additions(), unordered)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aNoticeWhereOnlyDotsMayStand_isRefused() {
        byte[] notice = ItemCodec.encode(new SharersNotice(new SeededItems(1).key(), new TreeSet<>()));

        assertThatThrownBy(() -> ItemCodec.decodeCausal(notice)).isInstanceOf(WireFormatException.class);
    }

    @Test
    void anUnknownVersionOrKind_isRefused() {
        byte[] version = ItemCodec.encode(new SeededItems(1).item());
        byte[] kind = version.clone();
        version[0] = 2;
        kind[1] = 9;

        assertThatThrownBy(() -> ItemCodec.decode(version)).hasMessage("item version 2 is not 1");
        assertThatThrownBy(() -> ItemCodec.decode(kind)).hasMessage("item kind 9 is unknown");
    }

    @Test
    void anIncrementThatIsNoNumber_isRefused() {
        byte[] append = ItemCodec.encode(eventOf(EntryKind.APPEND));
        byte[] member = ItemCodec.encode(eventOf(EntryKind.MEMBER));
        append[Arrays.mismatch(append, member)] = (byte) EntryKind.INCREMENT.id();

        assertThatThrownBy(() -> ItemCodec.decode(append))
                .isInstanceOf(WireFormatException.class)
                .hasMessageContaining("INCREMENT");
    }

    private static StampedEvent eventOf(EntryKind kind) {
        StampedEvent event = new SeededItems(3).event();
        var text = new Addition(0, JsonPointer.of("a"), kind, new JsonString("1"), "");
        return with(event, List.of(text), event.removals());
    }

    private static StampedEvent eventWithAdditions() {
        StampedEvent event = new SeededItems(3).event();
        JsonPointer path = JsonPointer.of("a");
        var seeded = new SeededItems(4);
        return with(
                event,
                List.of(
                        new Addition(0, path, EntryKind.APPEND, seeded.value(1), ""),
                        new Addition(1, path, EntryKind.MEMBER, seeded.value(1), "")),
                event.removals());
    }

    private static StampedEvent with(StampedEvent event, List<Addition> additions, List<EntryId> removals) {
        return new StampedEvent(
                event.key(),
                event.stamp(),
                event.type(),
                additions,
                removals,
                event.hidden(),
                event.labels(),
                event.provenance(),
                event.bodyHash(),
                event.lifetime(),
                event.ruleVersion());
    }
}
