package io.crossweave.core.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.crossweave.core.document.InvalidJsonException.Kind;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {
    @Test
    void readsEveryKindOfValue() {
        JsonValue value = read(" {\"o\" : {}, \"a\":[1,\"x\",true,false,null], \"n\":-2.5e3 }\r\n\t");

        assertThat(value)
                .isEqualTo(JsonObject.of(
                        "n",
                        JsonNumber.of("-2500"),
                        "o",
                        JsonObject.EMPTY,
                        "a",
                        JsonArray.of(
                                JsonNumber.of(1),
                                new JsonString("x"),
                                JsonBoolean.TRUE,
                                JsonBoolean.FALSE,
                                JsonNull.NULL)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "true", "1", "\"\"", "[]", "{}"})
    void anyValueMayBeTheWholeText(String text) {
        assertThat(JsonWriter.toText(read(text))).isEqualTo(text);
    }

    @Test
    void readsTheGivenPartOfTheArrayOnly() {
        byte[] bytes = "]]{\"a\":1}]]".getBytes(StandardCharsets.UTF_8);

        assertThat(JsonReader.parse(bytes, 2, 7, JsonLimits.DEFAULT)).isEqualTo(JsonObject.of("a", JsonNumber.of(1)));
        assertThatThrownBy(() -> JsonReader.parse(bytes, 2, 10, JsonLimits.DEFAULT))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void idsBeyondDoublesKeepAllDigits() {
        JsonObject document = (JsonObject) read("{\"id\":9007199254740993}");

        assertThat(document.get("id")).isEqualTo(JsonNumber.of(9007199254740993L));
        assertThat(JsonWriter.toText(document)).isEqualTo("{\"id\":9007199254740993}");
    }

    @Test
    void escapedPairIsTheSameAsTheCharacter() {
        assertThat(read("\"\\ud83d\\ude00\\u00e9\\/\"")).isEqualTo(new JsonString("\ud83d\ude00é/"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[1",
                "\"abc",
                "[1,]",
                "[,]",
                "[1 2]",
                "[1}",
                "]",
                "{\"a\":1,}",
                "{\"a\":1]",
                "{\"a\"}",
                "{a:1}",
                "{1:1}",
                "{\"a\" 1}",
                "{,}",
                "01",
                "-",
                "-01",
                "1.",
                "1.e1",
                "1e",
                "+1",
                ".5",
                "0x1",
                "tru",
                "nullx",
                "True",
                "'a'",
                "/*c*/1",
                "1//c",
                "#c\n1",
                "\"\\x\"",
                "\"\\u12g4\"",
                "\"\\u12",
                "\"a\nb\"",
                "\"\t\"",
                "\u0000",
                "1\u00a0"
            })
    void whatIsNotInTheGrammar_isRefused(String text) {
        assertThat(refusal(text).kind()).isEqualTo(Kind.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{} {}", "1 2", "[] x", "null,", "{}]", "\"a\"\"b\"", "[]\u0000"})
    void anythingAfterTheValue_isRefused(String text) {
        assertThat(refusal(text).kind()).isEqualTo(Kind.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"NaN", "[NaN]", "Infinity", "-Infinity", "{\"a\":-NaN}", "-INF"})
    void whatIsNoNumber_isRefused(String text) {
        assertThat(refusal(text).kind()).isEqualTo(Kind.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":1,\"a\":1}", "{\"a\":1,\"b\":2,\"\\u0061\":3}", "[{\"\":{},\"\":[]}]"})
    void duplicateMemberName_isRefused(String text) {
        assertThat(refusal(text).kind()).isEqualTo(Kind.DUPLICATE_KEY);
    }

    @Test
    void oneNameInDifferentObjectsIsNoDuplicate() {
        assertThat(JsonWriter.toText(read("{\"a\":{\"a\":[{\"a\":1},{\"a\":2}]}}")))
                .isEqualTo("{\"a\":{\"a\":[{\"a\":1},{\"a\":2}]}}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ff",
                "22c08022",
                "22eda08022",
                "22f490808022",
                "22e282",
                "22c322",
                "2280",
                "22e2822822",
                "22f8888080802200",
                "22c1bf22"
            })
    void invalidUtf8_isRefused(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);

        InvalidJsonException refusal =
                catchThrowableOfType(InvalidJsonException.class, () -> JsonReader.parse(bytes, JsonLimits.DEFAULT));

        assertThat(refusal.kind()).isEqualTo(Kind.NOT_UNICODE);
    }

    @Test
    void invalidUtf8FarBehindIsFoundWithItsPlace() {
        byte[] bytes = ("[\n\"" + "é".repeat(20_000) + "\",\n \"x\"]").getBytes(StandardCharsets.UTF_8);
        bytes[bytes.length - 3] = (byte) 0xFF;

        InvalidJsonException refusal =
                catchThrowableOfType(InvalidJsonException.class, () -> JsonReader.parse(bytes, JsonLimits.DEFAULT));

        assertThat(refusal.kind()).isEqualTo(Kind.NOT_UNICODE);
        assertThat(refusal.line()).isEqualTo(3);
        assertThat(refusal.column()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\\ud800\"", "\"\\udc00\\ud800\"", "\"x\\ud83dx\"", "{\"\\udfff\":1}", "[\"\ud800\"]"})
    void loneSurrogate_isRefused(String text) {
        assertThat(refusal(text).kind()).isEqualTo(Kind.NOT_UNICODE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
    void otherEncodings_areRefusedRatherThanGuessed(String charset) {
        byte[] bytes = "{\"a\":1}".getBytes(Charset.forName(charset));

        assertThatThrownBy(() -> JsonReader.parse(bytes, JsonLimits.DEFAULT)).isInstanceOf(InvalidJsonException.class);
    }

    @Test
    void byteOrderMark_isRefusedByItsName() {
        assertThat(refusal("\uFEFF{}").reason()).contains("byte order mark");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"a\":1, \"a\":2}|1|9",
                "[1, 1e9999999999]|1|5",
                "{\"a\" 1}|1|6",
                "[\"é\ud83d\ude00\", \"\ud83d\ude00\\ud800\"]|1|9"
            })
    void refusalsNameTheirPlace(String text, int line, int column) {
        InvalidJsonException refusal = refusal(text);

        assertThat(refusal.line()).isEqualTo(line);
        assertThat(refusal.column()).isEqualTo(column);
        assertThat(refusal).hasMessage(refusal.reason() + " (line " + line + ", column " + column + ")");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"salary4711", "{\"salary4711\":1,\"salary4711\":2}", "{\"salary4711\" 1}", "[\"salary4711\",,]"})
    void noRefusalQuotesTheText(String text) {
        assertThat(refusal(text)).hasMessageNotContaining("salary").hasNoCause();
    }

    @ParameterizedTest
    @ValueSource(strings = {"+1", "/**/1", "[1}"})
    void noRefusalSpeaksOfTheParsersSettings(String text) {
        assertThat(refusal(text).reason()).doesNotContain("enable", "Feature", "Source");
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
