package io.crossweave.cli.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossweave.core.document.JsonLimits;
import io.crossweave.core.document.JsonReader;
import io.crossweave.core.document.JsonValue;
import io.crossweave.core.document.JsonWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ProtectedPathsTest {
    private static String without(String document, String... headers) {
        JsonValue rest = ProtectedPaths.without(
                JsonReader.parse(document, JsonLimits.DEFAULT), ProtectedPaths.of(List.of(headers)));
        return rest == null ? "nothing" : JsonWriter.toText(rest);
    }

    @Test
    void namedPathsAreLeftOut() {
        assertThat(without("{\"a\":{\"b\":1,\"c\":2},\"d\":3}", "/a/b;how=mask, /d;how=drop"))
                .isEqualTo("{\"a\":{\"c\":2}}");
    }

    @Test
    void pointersArePercentEncoded() {
        assertThat(without(
                        "{\"a,b\":1,\"c+d\":2,\"é\":3,\"f\":4}", "/a%2Cb;how=drop", "/c+d;how=drop, /%C3%A9;how=drop"))
                .isEqualTo("{\"f\":4}");
    }

    @Test
    void anAbsentPathChangesNothing() {
        assertThat(without("{\"a\":1}", "/a/b/c;how=drop, /x;how=drop")).isEqualTo("{\"a\":1}");
    }

    @Test
    void aPathIntoAnArrayTakesTheArrayAlong() {
        assertThat(without("{\"a\":[1,2],\"b\":1}", "/a/0;how=drop")).isEqualTo("{\"b\":1}");
    }

    @Test
    void whereItIsNotToldWhatIsHiddenNothingIsLeftToCompare() {
        assertThat(without("{\"a\":1}", "*;how=drop")).isEqualTo("nothing");
    }

    @Test
    void withoutAHeaderNothingIsProtected() {
        assertThat(without("{\"a\":1}")).isEqualTo("{\"a\":1}");
        assertThat(without("{\"a\":1}", "")).isEqualTo("{\"a\":1}");
    }

    @Test
    void whatIsNoPointerIsRefused() {
        assertThatThrownBy(() -> ProtectedPaths.of(List.of("a/b;how=drop")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a/b");
    }
}
