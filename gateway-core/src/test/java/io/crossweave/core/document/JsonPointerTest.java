package io.crossweave.core.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonPointerTest {
    @Test
    void readsTheExamplesOfRfc6901() {
        assertThat(tokens("")).isEmpty();
        assertThat(tokens("/foo")).containsExactly("foo");
        assertThat(tokens("/foo/0")).containsExactly("foo", "0");
        assertThat(tokens("/")).containsExactly("");
        assertThat(tokens("/a~1b")).containsExactly("a/b");
        assertThat(tokens("/c%d")).containsExactly("c%d");
        assertThat(tokens("/e^f")).containsExactly("e^f");
        assertThat(tokens("/g|h")).containsExactly("g|h");
        assertThat(tokens("/i\\j")).containsExactly("i\\j");
        assertThat(tokens("/k\"l")).containsExactly("k\"l");
        assertThat(tokens("/ ")).containsExactly(" ");
        assertThat(tokens("/m~0n")).containsExactly("m~n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "//", "/a//b/", "/~01", "/~10", "/~0~1~1~0", "/x~1y~0z/0/-", "/é/\ud83d\ude00"})
    void writesWhatItRead(String text) {
        assertThat(JsonPointer.parse(text)).hasToString(text);
    }

    @Test
    void tildeOneAfterAnEscapedTildeIsNoSlash() {
        assertThat(tokens("/~01")).containsExactly("~1");
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22})
    void anyTokensSurviveTheTextForm(long seed) {
        GeneratedJson generated = new GeneratedJson(seed);
        for (int i = 0; i < 500; i++) {
            JsonPointer pointer = JsonPointer.of(generated.text(), generated.text(), generated.text());

            JsonPointer back = JsonPointer.parse(pointer.toString());

            assertThat(back).isEqualTo(pointer).hasSameHashCodeAs(pointer);
            assertThat(back.tokens()).isEqualTo(pointer.tokens());
        }
    }

    @ParameterizedTest
    @CsvSource({"a/b, 0", "#/a, 0", "/a~, 2", "/a~2, 2", "/~0/b~/c, 5", "/~~0, 1", "/~/0, 1"})
    void whatIsNoPointer_isRefusedWithItsPlace(String text, int position) {
        InvalidPointerException refusal =
                catchThrowableOfType(InvalidPointerException.class, () -> JsonPointer.parse(text));

        assertThat(refusal.position()).isEqualTo(position);
        assertThat(refusal).hasMessage(refusal.reason() + " (at character " + position + ")");
    }

    @Test
    void loneSurrogate_isRefused() {
        assertThatThrownBy(() -> JsonPointer.parse("/a/\ud800"))
                .isInstanceOfSatisfying(
                        InvalidPointerException.class,
                        e -> assertThat(e.position()).isEqualTo(3));
        assertThatThrownBy(() -> JsonPointer.ROOT.child("\udc00")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void deeperThanAnyDocument_isRefused() {
        assertThat(JsonPointer.parse("/a".repeat(1_000)).depth()).isEqualTo(1_000);
        assertThatThrownBy(() -> JsonPointer.parse("/a".repeat(1_001))).isInstanceOf(InvalidPointerException.class);
        assertThatThrownBy(() -> JsonPointer.parse("/a".repeat(1_000)).child("a"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void knowsItsParentAndItsLastToken() {
        JsonPointer pointer = JsonPointer.ROOT.child("a").child("b/c");

        assertThat(pointer).hasToString("/a/b~1c").isEqualTo(JsonPointer.parse("/a/b~1c"));
        assertThat(pointer.last()).isEqualTo("b/c");
        assertThat(pointer.token(0)).isEqualTo("a");
        assertThat(pointer.parent()).isEqualTo(JsonPointer.of("a"));
        assertThat(JsonPointer.ROOT.parent()).isNull();
        assertThat(pointer.prefix(0)).isEqualTo(JsonPointer.ROOT);
        assertThat(pointer.prefix(pointer.depth())).isEqualTo(pointer);
        assertThat(pointer.prefix(pointer.depth() - 1)).isEqualTo(pointer.parent());
        assertThatThrownBy(JsonPointer.ROOT::last).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "'', /a, true",
        "/a, /a/b, true",
        "/a, /a/b/c, true",
        "/a, /a, false",
        "/a/b, /a, false",
        "/a, /ab, false",
        "/a, /b/a, false",
        "'', '', false",
        "/0, /0/0, true"
    })
    void isAncestorOfWhatIsStrictlyBelow(String above, String below, boolean expected) {
        assertThat(JsonPointer.parse(above).isAncestorOf(JsonPointer.parse(below)))
                .isEqualTo(expected);
    }

    @Test
    void whatIsBelowFollowsItsAncestorWithoutAGap() {
        TreeSet<JsonPointer> sorted = new TreeSet<>();
        for (String text : List.of("/b", "/a!", "/a/z", "", "/a", "/a0", "/a/b/c", "/a/b")) {
            sorted.add(JsonPointer.parse(text));
        }

        assertThat(sorted)
                .extracting(JsonPointer::toString)
                .containsExactly("", "/a", "/a/b", "/a/b/c", "/a/z", "/a!", "/a0", "/b");
    }

    @ParameterizedTest
    @CsvSource({
        "/0, 0",
        "/7, 7",
        "/10, 10",
        "/2147483647, 2147483647",
        "/2147483648, -1",
        "/99999999999, -1",
        "/01, -1",
        "/00, -1",
        "/-, -1",
        "/-1, -1",
        "/, -1",
        "/1e0, -1",
        "/٣, -1"
    })
    void arrayIndexIsDigitsWithoutLeadingZeros(String text, int index) {
        assertThat(JsonPointer.parse(text).arrayIndex(0)).isEqualTo(index);
    }

    private static List<String> tokens(String text) {
        return JsonPointer.parse(text).tokens();
    }
}
