package io.crossweave.core.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ByteLayoutTest {
    @Test
    void readsBackWhatWasWritten() throws WireFormatException {
        var out = new ByteWriter(0);
        out.u8(255).u16(65_535).u32(-1).u64(Long.MIN_VALUE).varint(300).text("Zürich \uD83D\uDE80");
        out.shortAscii("eu-1").bytes(new byte[] {7}).raw(new byte[] {8, 9});

        var in = new ByteReader(out.take());

        assertThat(in.u8()).isEqualTo(255);
        assertThat(in.u16()).isEqualTo(65_535);
        assertThat(in.u32()).isEqualTo(-1);
        assertThat(in.u64()).isEqualTo(Long.MIN_VALUE);
        assertThat(in.varint()).isEqualTo(300);
        assertThat(in.text(64, "city")).isEqualTo("Zürich \uD83D\uDE80");
        assertThat(in.shortAscii(4, "region")).isEqualTo("eu-1");
        assertThat(in.bytes(1, "seven")).containsExactly(7);
        assertThat(in.raw(2)).containsExactly(8, 9);
        in.requireEnd("all");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 127, 128, 16_383, 16_384, Integer.MAX_VALUE, 1L << 56, Long.MAX_VALUE})
    void varintsSurviveAndAreShortest(long value) throws WireFormatException {
        byte[] bytes = new ByteWriter(0).varint(value).take();

        assertThat(new ByteReader(bytes).varint()).isEqualTo(value);
        assertThat(bytes).hasSize(Math.max(1, Math.ceilDiv(Long.SIZE - Long.numberOfLeadingZeros(value), 7)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"8000", "ff00", "808080808080808000"})
    void aVarintThatIsLongerThanNeeded_isRefused(String hex) {
        assertRefused(hex, "longer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ffffffffffffffffff01", "8080808080808080808080"})
    void aVarintBeyond63Bits_isRefused(String hex) {
        assertRefused(hex, "63 bits");
    }

    @ParameterizedTest
    @ValueSource(strings = {"01ff", "02c080", "03eda080", "04f4908080"})
    void textThatIsNotUtf8_isRefused(String hex) {
        assertThatThrownBy(() -> reader(hex).text(8, "name")).isInstanceOf(WireFormatException.class);
    }

    @Test
    void theReplacementCharacterItselfIsText() throws WireFormatException {
        byte[] bytes = new ByteWriter(0).text("a\uFFFDb").take();

        assertThat(new ByteReader(bytes).text(8, "name")).isEqualTo("a\uFFFDb");
    }

    @Test
    void aLoneSurrogateIsNeverWritten() {
        assertThatThrownBy(() -> new ByteWriter(0).text("a\uD83Db")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aLengthBeyondTheBytesThatAreHere_isRefusedBeforeMemoryIsTaken() {
        byte[] bytes = new ByteWriter(0).varint(Integer.MAX_VALUE).take();

        assertThatThrownBy(() -> new ByteReader(bytes).bytes(Integer.MAX_VALUE, "block"))
                .isInstanceOf(WireFormatException.class);
        assertThatThrownBy(() -> new ByteReader(bytes).count(Integer.MAX_VALUE, 1, "items"))
                .isInstanceOf(WireFormatException.class);
        assertThatThrownBy(() -> new ByteReader(bytes).section(Integer.MAX_VALUE, "block"))
                .isInstanceOf(WireFormatException.class);
    }

    @Test
    void aLengthBeyondItsLimit_isRefusedWithTheLimit() {
        byte[] bytes = new ByteWriter(0).bytes(new byte[9]).take();

        assertThatThrownBy(() -> new ByteReader(bytes).bytes(8, "block")).hasMessage("block of 9 exceeds 8");
    }

    @Test
    void randomBytesNeverCauseAnythingButARefusal() {
        var random = new SplittableRandom(7);
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = new byte[random.nextInt(24)];
            random.nextBytes(bytes);
            var in = new ByteReader(bytes);
            try {
                while (in.remaining() > 0) {
                    step(in, random.nextInt(8));
                }
            } catch (WireFormatException expected) {
                assertThat(expected.reason()).isNotEmpty();
            }
        }
    }

    private static void step(ByteReader in, int choice) throws WireFormatException {
        switch (choice) {
            case 0 -> in.u16();
            case 1 -> in.u32(1_000, "count");
            case 2 -> in.u64();
            case 3 -> in.varint();
            case 4 -> in.text(16, "text");
            case 5 -> in.bytes(16, "bytes");
            case 6 -> in.shortAscii(16, "ascii");
            default -> in.section(16, "section");
        }
    }

    private static void assertRefused(String hex, String reason) {
        assertThatThrownBy(() -> reader(hex).varint())
                .isInstanceOf(WireFormatException.class)
                .hasMessageContaining(reason);
    }

    private static ByteReader reader(String hex) {
        return new ByteReader(HexFormat.of().parseHex(hex));
    }
}
