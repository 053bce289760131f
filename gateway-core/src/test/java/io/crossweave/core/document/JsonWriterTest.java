package io.crossweave.core.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonWriterTest {
    @Test
    void goldenCanonicalForm() {
        String text = """
                { "z": [ ], "é": { "b" : 1.50, "a" : [ true, null, -0 ] }, "": "\\u0041\\/\\u2028",
                  "\\ud83d\\ude00": 1E+2, "\\uffee": "\\u0001\\u001F\\u007f\\b\\f\\n\\r\\t\\"\\\\", "10": 2, "2": 1 }
                """;

        byte[] canonical = JsonWriter.canonicalBytes(JsonReader.parse(text, JsonLimits.DEFAULT));

        // The pair stands before U+FFEE: its first UTF-16 unit is D83D.
        assertThat(new String(canonical, StandardCharsets.UTF_8))
                .isEqualTo("{\"\":\"A/\u2028\",\"10\":2,\"2\":1,\"z\":[],\"é\":{\"a\":[true,null,-0],\"b\":1.50},"
                        + "\"\ud83d\ude00\":1E+2,"
                        + "\"\uffee\":\"\\u0001\\u001f\u007f\\b\\f\\n\\r\\t\\\"\\\\\"}");
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void whatIsWrittenIsReadBackTheSame(long seed) throws Exception {
        GeneratedJson generated = new GeneratedJson(seed);
        for (int i = 0; i < 500; i++) {
            JsonObject document = generated.document();
            byte[] bytes = JsonWriter.canonicalBytes(document);

            JsonValue back = JsonReader.parse(bytes, JsonLimits.DEFAULT);

            assertThat(back).isEqualTo(document).hasSameHashCodeAs(document);
            assertThat(JsonWriter.canonicalBytes(back)).isEqualTo(bytes);
            assertThat(JsonWriter.toText(back)).isEqualTo(new String(bytes, StandardCharsets.UTF_8));
            ByteArrayOutputStream streamed = new ByteArrayOutputStream();
            JsonWriter.write(document, streamed);
            assertThat(streamed.toByteArray()).isEqualTo(bytes);
        }
    }

    @Test
    void streamsDocumentsLargerThanItsBuffer() throws Exception {
        List<JsonValue> elements = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            elements.add(JsonObject.of("n", JsonNumber.of(i), "text", new JsonString("é".repeat(i % 50))));
        }
        JsonArray array = JsonArray.of(elements);
        ByteArrayOutputStream streamed = new ByteArrayOutputStream();

        JsonWriter.write(array, streamed);

        assertThat(streamed.toByteArray()).isEqualTo(JsonWriter.canonicalBytes(array));
        assertThat(JsonReader.parse(streamed.toByteArray(), JsonLimits.DEFAULT)).isEqualTo(array);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "\u0000", "\"", "é", "\u2028", "\ud83d\ude00", "a\u0001é\u2028\ud83d\ude00"})
    void longStringsOfEveryWidthSurvive(String unit) {
        for (int repeats : new int[] {0, 1, 40, 41, 42, 43, 80, 251, 252, 253, 254, 255, 256, 100_003}) {
            JsonString string = new JsonString(unit.repeat(repeats));

            assertThat(JsonReader.parse(JsonWriter.canonicalBytes(string), JsonLimits.DEFAULT))
                    .isEqualTo(string);
        }
    }

    @Test
    void aStringOf20MegabytesIsWritten() {
        JsonString string = new JsonString("0123456789".repeat(2_000_000));

        assertThat(JsonWriter.canonicalBytes(JsonObject.of("v", string))).hasSize(20_000_008);
    }

    @Test
    void nestingBeyondAnyStackIsWrittenComparedAndHashed() {
        JsonValue left = nested(200_000);
        JsonValue right = nested(200_000);

        assertThat(JsonWriter.canonicalBytes(left)).hasSize(200_000 / 2 * (2 + 6) + 1);
        assertThat(left.equals(right)).isTrue();
        assertThat(left.hashCode()).isEqualTo(right.hashCode());
        assertThat(left.equals(nested(199_999))).isFalse();
    }

    @Test
    void orderOfMembersIsThatOfUtf16WhateverTheOrderOfArrival() {
        TreeMap<String, Integer> names = new TreeMap<>();
        GeneratedJson generated = new GeneratedJson(15);
        JsonObject object = JsonObject.EMPTY;
        for (int i = 0; i < 300; i++) {
            String name = generated.text();
            names.put(name, i);
            object = object.with(name, JsonNumber.of(i));
        }
        List<String> order = new ArrayList<>();
        object.forEach((name, value) -> order.add(name));

        assertThat(order).containsExactlyElementsOf(names.keySet());
    }

    private static JsonValue nested(int depth) {
        JsonValue value = JsonNumber.of(1);
        for (int i = 0; i < depth; i++) {
            value = i % 2 == 0 ? JsonArray.of(value) : JsonObject.of("a", value);
        }
        return value;
    }
}
