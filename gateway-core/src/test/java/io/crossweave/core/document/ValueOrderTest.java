package io.crossweave.core.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ValueOrderTest {
    private static JsonValue json(String text) {
        return JsonReader.parse(text, JsonLimits.DEFAULT);
    }

    @Test
    void ordersByKindAndThenByValue() {
        List<JsonValue> ordered = Stream.of(
                        "null",
                        "false",
                        "true",
                        "-1e400000000",
                        "-1",
                        "0",
                        "0.5",
                        "1",
                        "9",
                        "10",
                        "1e400000000",
                        "\"\"",
                        "\"a\"",
                        "\"aa\"",
                        "\"b\"",
                        "[]",
                        "[null]",
                        "[null,1]",
                        "[1]",
                        "[[]]",
                        "{}",
                        "{\"a\":1}",
                        "{\"a\":1,\"b\":0}",
                        "{\"a\":2}",
                        "{\"b\":0}")
                .map(ValueOrderTest::json)
                .toList();
        var shuffled = new ArrayList<>(ordered);
        Collections.shuffle(shuffled, new Random(1));

        shuffled.sort(ValueOrder.CANONICAL);

        assertThat(shuffled).isEqualTo(ordered);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {"1|1.0", "0|-0", "1e2|100", "[1]|[1.0]", "{\"a\":[1]}|{\"a\":[10e-1]}"})
    void equalValuesAreEqualWhateverTheirLiterals(String one, String other) {
        JsonValue left = json(one);
        JsonValue right = json(other);

        assertThat(ValueOrder.CANONICAL.compare(left, right)).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void isATotalOrderThatAgreesWithEquals(long seed) {
        var generated = new GeneratedJson(seed);
        var values = new ArrayList<JsonValue>();
        for (int i = 0; i < 60; i++) {
            values.add(generated.value(3));
        }
        for (JsonValue one : values) {
            for (JsonValue other : values) {
                int side = ValueOrder.CANONICAL.compare(one, other);
                assertThat(side == 0).isEqualTo(one.equals(other));
                assertThat(Integer.signum(side)).isEqualTo(-Integer.signum(ValueOrder.CANONICAL.compare(other, one)));
                for (JsonValue third : values) {
                    if (side <= 0 && ValueOrder.CANONICAL.compare(other, third) <= 0) {
                        assertThat(ValueOrder.CANONICAL.compare(one, third)).isLessThanOrEqualTo(0);
                    }
                }
            }
        }
    }

    @Test
    void comparesValuesOfAnyDepth() {
        JsonValue left = JsonNumber.of(1);
        JsonValue right = JsonNumber.of(2);
        for (int i = 0; i < 100_000; i++) {
            left = JsonArray.of(left);
            right = JsonArray.of(right);
        }

        assertThat(ValueOrder.CANONICAL.compare(left, right)).isNegative();
    }
}
