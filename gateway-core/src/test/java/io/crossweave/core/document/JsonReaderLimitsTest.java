package io.crossweave.core.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.crossweave.core.document.InvalidJsonException.Kind;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderLimitsTest {
    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":", "[{\"a\":"})
    void tenThousandDeep_isRefusedWithTheLimit(String opening) {
        InvalidJsonException refusal = refusal(opening.repeat(10_000));

        assertThat(refusal.kind()).isEqualTo(Kind.TOO_DEEP);
        assertThat(refusal.reason()).contains("512");
    }

    @Test
    void theLimitOfDepthIsExact() {
        assertThat(JsonWriter.toText(read("[".repeat(512) + "]".repeat(512)))).hasSize(1_024);
        assertThat(refusal("[".repeat(513) + "]".repeat(513)).kind()).isEqualTo(Kind.TOO_DEEP);
        assertThat(JsonReader.parse("1", new JsonLimits(1, 1))).isEqualTo(JsonNumber.of(1));
    }

    @Test
    void theLimitOfBytesIsExactAndCountsUtf8() {
        JsonLimits limits = new JsonLimits(4, 512);

        assertThat(JsonReader.parse("\"é\"", limits)).isEqualTo(new JsonString("é"));
        assertThatThrownBy(() -> JsonReader.parse("\"éa\"", limits))
                .isInstanceOfSatisfying(
                        InvalidJsonException.class, e -> assertThat(e.kind()).isEqualTo(Kind.TOO_LARGE))
                .hasMessageContaining("5 bytes exceeds 4");
    }

    @Test
    void numbersAndNamesBeyondTheirBounds_areRefused() {
        assertThat(refusal("1".repeat(1_001)).kind()).isEqualTo(Kind.OUT_OF_BOUNDS);
        assertThat(refusal("[0." + "1".repeat(999) + "]").kind()).isEqualTo(Kind.OUT_OF_BOUNDS);
        assertThat(refusal("1e1000000001").kind()).isEqualTo(Kind.OUT_OF_BOUNDS);
        assertThat(refusal("{\"" + "n".repeat(50_001) + "\":1}").kind()).isEqualTo(Kind.OUT_OF_BOUNDS);
        assertThat(JsonWriter.toText(read("1".repeat(1_000)))).isEqualTo("1".repeat(1_000));
        assertThat(((JsonObject) read("{\"" + "n".repeat(50_000) + "\":1}")).size())
                .isEqualTo(1);
    }

    /**
     * 8-byte names whose two halves give one sum in the hash by which Jackson shares names between texts: whatever its seed, they
     * fill one slot of its table, and a full slot is a refusal.
     */
    @Test
    void namesChosenToCollideAreReadLikeOthers() {
        StringBuilder text = new StringBuilder("{");
        int names = 0;
        for (int i = 0; names < 5_000; i++) {
            int first =
                    0x20202020 | (i & 0x1F) | (i >> 5 & 0x1F) << 8 | (i >> 10 & 0x1F) << 16 | (i >> 15 & 0x1F) << 24;
            first ^= 0x40404040;
            int mixed = first + (first >>> 15);
            mixed ^= mixed >>> 9;
            // 0x3E0F83E1 is the inverse of 33, by which the second half is multiplied.
            int second = (0x61626364 - mixed) * 0x3E0F83E1;
            String name = ascii(first) + ascii(second);
            if (name.chars().allMatch(c -> c > ' ' && c < 0x7F && c != '"' && c != '\\')) {
                text.append(names == 0 ? "" : ",").append('"').append(name).append("\":1");
                names++;
            }
        }
        String colliding = text.append('}').toString();

        assertThat(read(colliding))
                .isInstanceOfSatisfying(
                        JsonObject.class, o -> assertThat(o.size()).isEqualTo(5_000));
    }

    @Test
    void equalNamesInOneTextAreHeldOnce() {
        JsonArray array = (JsonArray) read("[{\"role\":1},{\"role\":2},{\"ro\\u006ce\":3}]");

        assertThat(nameOf(array.get(1))).isSameAs(nameOf(array.get(0)));
        assertThat(nameOf(array.get(2))).isSameAs(nameOf(array.get(0)));
    }

    @Test
    void oneStringOf31MegabytesPasses() {
        byte[] bytes = new byte[31_000_000];
        Arrays.fill(bytes, (byte) 'x');
        bytes[0] = '"';
        bytes[bytes.length - 1] = '"';

        JsonValue value = JsonReader.parse(bytes, JsonLimits.DEFAULT);

        assertThat(value)
                .isInstanceOfSatisfying(
                        JsonString.class, s -> assertThat(s.value()).hasSize(30_999_998));
        assertThat(Arrays.equals(JsonWriter.canonicalBytes(value), bytes)).isTrue();
    }

    @Test
    void limitsRefuseWhatCanNotHold() {
        assertThatThrownBy(() -> new JsonLimits(0, 1)).hasMessageContaining("bytesMax of 0");
        assertThatThrownBy(() -> new JsonLimits(1, 0)).hasMessageContaining("depthMax of 0");
        assertThatThrownBy(() -> new JsonLimits(1, 1_001)).hasMessageContaining("depthMax of 1001");
    }

    private static String ascii(int quad) {
        return "" + (char) (quad >>> 24) + (char) (quad >>> 16 & 0xFF) + (char) (quad >>> 8 & 0xFF)
                + (char) (quad & 0xFF);
    }

    private static String nameOf(JsonValue object) {
        return ((JsonObject) object).members().iterator().next().getKey();
    }

    private static JsonValue read(String text) {
        return JsonReader.parse(text, JsonLimits.DEFAULT);
    }

    private static InvalidJsonException refusal(String text) {
        InvalidJsonException refusal = catchThrowableOfType(InvalidJsonException.class, () -> read(text));
        assertThat(refusal).as("refusal of %d chars", text.length()).isNotNull();
        return refusal;
    }
}
