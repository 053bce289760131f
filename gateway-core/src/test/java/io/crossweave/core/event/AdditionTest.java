package io.crossweave.core.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossweave.core.document.JsonLimits;
import io.crossweave.core.document.JsonPointer;
import io.crossweave.core.document.JsonReader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AdditionTest {
    private static Addition of(EntryKind kind, String json) {
        return new Addition(0, JsonPointer.of("x"), kind, JsonReader.parse(json, JsonLimits.DEFAULT), "");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "REGISTER {}",
                "REGISTER []",
                "REGISTER [{\"a\":1}]",
                "REGISTER 1e1000000000",
                "APPEND {\"a\":1}",
                "MEMBER {\"a\":1}",
                "INCREMENT -1.5e3",
                "INCREMENT 1e240",
                "INCREMENT 1e-240"
            })
    void takesWhatViewsCanShow(EntryKind kind, String json) {
        assertThat(of(kind, json).kind()).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "INCREMENT null",
                "INCREMENT \"1\"",
                "INCREMENT 1e241",
                "INCREMENT -1e-241",
                "INCREMENT 1e1000000000"
            })
    void refusesWhatWouldStopAView(EntryKind kind, String json) {
        assertThatThrownBy(() -> of(kind, json)).isInstanceOf(IllegalArgumentException.class);
    }
}
