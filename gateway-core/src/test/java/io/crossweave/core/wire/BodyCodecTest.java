package io.crossweave.core.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import io.crossweave.core.document.JsonPointer;
import io.crossweave.core.document.JsonString;
import io.crossweave.core.event.Addition;
import io.crossweave.core.event.EntryKind;
import io.crossweave.core.event.LaneItem;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.limits.Limits;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BodyCodecTest {
    private static final int STORED = 0;
    private static final int ZSTD = 1;

    @Test
    void itemsOfATenantKeepTheirOrder() throws WireFormatException {
        for (long seed = 0; seed < 300; seed++) {
            var seeded = new SeededItems(seed);
            var items = new ArrayList<LaneItem>();
            for (int left = 1 + seeded.below(20); left > 0; left--) {
                items.add(seeded.item());
            }

            List<LaneItem> read = BodyCodec.decode(BodyCodec.encode(1, items)).items();

            assertThat(read).hasSameSizeAs(items);
            for (String tenant : List.of("tenant-0", "tenant-1", "tenant-2")) {
                assertThat(of(tenant, read)).isEqualTo(of(tenant, items));
            }
        }
    }

    @Test
    void aBodyIsTheSameEachTime() {
        assertThat(BodyCodec.encode(1, items(50))).isEqualTo(BodyCodec.encode(1, items(50)));
    }

    /** zstd is used again and again in one place: nothing of what it saw before may show. */
    @Test
    void aBodyIsTheSameWhateverWasWrittenOrRefusedBefore() throws WireFormatException {
        List<LaneItem> items = items(50);
        byte[] body = BodyCodec.encode(1, items);
        for (int count = 1; count < 80; count++) {
            byte[] other = BodyCodec.encode(1, items(count));
            other[other.length - 1 - count] ^= 1;
            try {
                BodyCodec.decode(other);
            } catch (WireFormatException refused) {
                assertThat(refused.reason()).isNotEmpty();
            }

            assertThat(BodyCodec.encode(1, items)).isEqualTo(body);
            assertThat(BodyCodec.decode(body).items()).hasSize(50);
        }
    }

    @Test
    void blocksThatShrinkAreCompressed() {
        List<LaneItem> items = items(50);
        long plain =
                items.stream().mapToLong(item -> ItemCodec.encode(item).length).sum();

        assertThat(BodyCodec.encode(1, items).length).isLessThan((int) (plain * 3 / 4));
    }

    @Test
    void aDocumentOf20MebibytesThatCantShrinkTravelsAsItIs() throws WireFormatException {
        var noise = new byte[15 << 20];
        new SplittableRandom(1).nextBytes(noise);
        StampedEvent event = event(Base64.getEncoder().encodeToString(noise));

        byte[] body = BodyCodec.encode(1, List.of(event));

        assertThat(BodyCodec.decode(body).items()).containsExactly(event);
        assertThat(body.length).isLessThan(ItemCodec.encode(event).length + 256);
    }

    @Test
    void noTenantsValuesStandInAnothersBlock() throws WireFormatException {
        LaneItem item = new SeededItems(5).placeholder();
        byte[] block = block(ItemCodec.encode(item));

        assertThat(BodyCodec.decode(body(item.key().tenant(), STORED, 1, block.length, block))
                        .items())
                .containsExactly(item);
        assertThatThrownBy(() -> BodyCodec.decode(body("another", STORED, 1, block.length, block)))
                .isInstanceOf(WireFormatException.class)
                .hasMessageContaining("another tenant");
    }

    @Test
    void aBombIsRefusedByItsClaimedSize() {
        byte[] bomb = Zstd.compress(new byte[Limits.ENVELOPE_BYTES_MAX + 1]);

        assertThat(bomb.length).isLessThan(10_000);
        assertThatThrownBy(() -> BodyCodec.decode(body("t", ZSTD, 1, Limits.ENVELOPE_BYTES_MAX + 1, bomb)))
                .isInstanceOf(WireFormatException.class)
                .hasMessageContaining("exceeds " + Limits.ENVELOPE_BYTES_MAX);
    }

    @Test
    void aBombThatLiesAboutItsSizeIsRefused() {
        byte[] bomb = Zstd.compress(new byte[1 << 20]);

        assertThatThrownBy(() -> BodyCodec.decode(body("t", ZSTD, 1, 1_000, bomb)))
                .isInstanceOf(WireFormatException.class);
    }

    @Test
    void twoFramesBehindOneClaimAreRefused() {
        byte[] half = Zstd.compress(new byte[1_000]);
        var both = new byte[2 * half.length];
        System.arraycopy(half, 0, both, 0, half.length);
        System.arraycopy(half, 0, both, half.length, half.length);

        assertThatThrownBy(() -> BodyCodec.decode(body("t", ZSTD, 1, 1_000, both)))
                .isInstanceOf(WireFormatException.class);
    }

    @Test
    void compartmentsTogetherAreCapped() {
        byte[] bomb = Zstd.compress(new byte[Limits.ENVELOPE_BYTES_MAX / 2 + 1]);
        var out = new ByteWriter(0).u8(1).varint(1).varint(2);
        for (int i = 0; i < 2; i++) {
            compartment(out, "t", ZSTD, 1, Limits.ENVELOPE_BYTES_MAX / 2 + 1, bomb);
        }

        assertThatThrownBy(() -> BodyCodec.decode(out.take())).isInstanceOf(WireFormatException.class);
    }

    @Test
    void bytesThatZstdCantRead_areRefused() {
        assertThatThrownBy(() -> BodyCodec.decode(body("t", ZSTD, 1, 8, new byte[0])))
                .isInstanceOf(WireFormatException.class);
        assertThatThrownBy(() -> BodyCodec.decode(body("t", ZSTD, 1, 8, new byte[] {1, 2, 3, 4, 5, 6, 7, 8})))
                .isInstanceOf(WireFormatException.class);
    }

    @Test
    void anUnknownCompressionOrDictionary_isRefused() {
        assertThatThrownBy(() -> BodyCodec.decode(body("t", 2, 1, 8, new byte[8])))
                .hasMessage("compression 2 is unknown");
        byte[] dictionary = new ByteWriter(0)
                .u8(1)
                .varint(1)
                .varint(1)
                .text("t")
                .varint(7)
                .raw(new byte[8])
                .take();
        assertThatThrownBy(() -> BodyCodec.decode(dictionary)).hasMessage("dictionary 7 is unknown");
    }

    @Test
    void aBodyOfAnotherLength_isRefused() {
        Corruption.refusesEveryOtherLength(BodyCodec.encode(1, items(3)), BodyCodec::decode);
    }

    @Test
    void anyFlippedBit_isRefusedOrAnotherBody() {
        Corruption.bearsEveryFlippedBit(BodyCodec.encode(1, items(1)), BodyCodec::decode);
        Corruption.bearsEveryFlippedBit(BodyCodec.encode(1, items(4)), BodyCodec::decode);
    }

    @Test
    void nothingIsWrittenAndTooMuchIsNot() throws WireFormatException {
        StampedEvent large = event("x".repeat(30 << 20));

        assertThat(BodyCodec.decode(BodyCodec.encode(1, List.of())).items()).isEmpty();
        assertThatThrownBy(() -> BodyCodec.encode(1, List.of(large, large)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(Integer.toString(Limits.ENVELOPE_BYTES_MAX));
    }

    private static List<LaneItem> items(int count) {
        var seeded = new SeededItems(count);
        var items = new ArrayList<LaneItem>();
        for (int i = 0; i < count; i++) {
            items.add(seeded.event());
        }
        return items;
    }

    private static StampedEvent event(String text) {
        StampedEvent event = new SeededItems(3).event();
        var addition = new Addition(0, JsonPointer.of("a"), EntryKind.REGISTER, new JsonString(text), "");
        return new StampedEvent(
                event.key(),
                event.stamp(),
                event.type(),
                List.of(addition),
                event.removals(),
                event.hidden(),
                event.labels(),
                event.provenance(),
                event.bodyHash(),
                event.lifetime(),
                event.ruleVersion());
    }

    private static List<LaneItem> of(String tenant, List<LaneItem> items) {
        return items.stream().filter(item -> item.key().tenant().equals(tenant)).toList();
    }

    private static byte[] block(byte[] item) {
        return new ByteWriter(0).u32(item.length).raw(item).take();
    }

    private static byte[] body(String tenant, int compression, int items, int plainBytes, byte[] block) {
        var out = new ByteWriter(0).u8(1).varint(1).varint(1);
        compartment(out, tenant, compression, items, plainBytes, block);
        return out.take();
    }

    private static void compartment(
            ByteWriter out, String tenant, int compression, int items, int plainBytes, byte[] block) {
        out.text(tenant)
                .varint(0)
                .u8(compression)
                .varint(items)
                .varint(plainBytes)
                .bytes(block);
    }
}
