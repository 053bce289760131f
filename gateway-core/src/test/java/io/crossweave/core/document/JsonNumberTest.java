package io.crossweave.core.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonNumberTest {
    @ParameterizedTest
    @CsvSource({
        "1, 1.0",
        "1, 1e0",
        "1, 10e-1",
        "0, -0",
        "0, 0e999999999",
        "0.0, -0e-5",
        "100, 1E+2",
        "1e400000000, 10e399999999",
        "1e-1000000000, 0.1e-999999999",
        "-2.50, -25e-1",
        "9007199254740993, 9007199254740993.0",
        "1e007, 1e7"
    })
    void equalAsDecimals(String left, String right) {
        assertQuick(() -> {
            assertThat(JsonNumber.of(left)).isEqualTo(JsonNumber.of(right)).hasSameHashCodeAs(JsonNumber.of(right));
            assertThat(JsonNumber.of(left).compareTo(JsonNumber.of(right))).isZero();
        });
    }

    @ParameterizedTest
    @CsvSource({
        "1, 2",
        "-1, 1",
        "9007199254740992, 9007199254740993",
        "1e399999999, 1e400000000",
        "0, 1e-1000000000",
        "-1e1000000000, 1e-1000000000",
        "1e999999999, 1e1000000000",
        "0.1, 0.10000000000000000000001"
    })
    void orderedAsDecimals(String less, String more) {
        assertQuick(() -> {
            assertThat(JsonNumber.of(less)).isNotEqualTo(JsonNumber.of(more));
            assertThat(JsonNumber.of(less)).isLessThan(JsonNumber.of(more));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-0", "1.50", "1E+2", "9007199254740993", "123e-007", "-0.0e-0"})
    void keepsItsLiteral(String literal) {
        assertThat(JsonNumber.of(literal).literal()).isEqualTo(literal);
        assertThat(JsonNumber.of(literal).decimal()).isEqualByComparingTo(new BigDecimal(literal));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, 42, Long.MAX_VALUE, Long.MIN_VALUE})
    void ofLongIsItsDecimalLiteral(long value) {
        assertThat(JsonNumber.of(value)).isEqualTo(JsonNumber.of(Long.toString(value)));
        assertThat(JsonNumber.of(value).decimal().longValueExact()).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "+1",
                "01",
                "-01",
                "00",
                ".5",
                "1.",
                "1.e1",
                "1e",
                "1e+",
                "1e-",
                "1ee1",
                "1.2.3",
                "1 ",
                " 1",
                "0x1",
                "1f",
                "NaN",
                "Infinity",
                "-Infinity",
                "1_000",
                "١",
                "1e1.5",
                "--1",
                "e1"
            })
    void whatIsNotInTheGrammar_isRefused(String literal) {
        assertThatThrownBy(() -> JsonNumber.of(literal))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not a JSON number");
    }

    @Test
    void whatIsBeyondItsBounds_isRefusedQuickly() {
        assertQuick(() -> {
            assertThatThrownBy(() -> JsonNumber.of("1".repeat(1_001))).hasMessageContaining("1001 chars exceeds 1000");
            assertThatThrownBy(() -> JsonNumber.of("1e1000000001")).hasMessageContaining("exponent");
            assertThatThrownBy(() -> JsonNumber.of("1e-1000000001")).hasMessageContaining("exponent");
            assertThatThrownBy(() -> JsonNumber.of("1e" + "9".repeat(900))).hasMessageContaining("exponent");
        });
        assertThat(JsonNumber.of("1e" + "0".repeat(900) + "1")).isEqualTo(JsonNumber.of(10));
    }

    /** Expanding such exponents would take gigabytes and minutes; the bound is far above what honest work takes. */
    private static void assertQuick(Runnable check) {
        Assertions.assertTimeout(Duration.ofSeconds(5), check::run);
    }
}
