package io.crossweave.core.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathPatternTest {
    @ParameterizedTest
    @CsvSource({
        "/messages, /messages, true",
        "/messages, /messages/0, false",
        "/messages, '', false",
        "/messages, /message, false",
        "'', '', true",
        "'', /a, false",
        "/state/**, /state, true",
        "/state/**, /state/a, true",
        "/state/**, /state/a/b/c, true",
        "/state/**, /states, false",
        "/state/**, '', false",
        "/**, '', true",
        "/**, /a/b, true",
        "/a/*/c, /a/b/c, true",
        "/a/*/c, /a//c, true",
        "/a/*/c, /a/c, false",
        "/a/*/c, /a/b/b/c, false",
        "/a/*, /a, false",
        "/*/**, /a, true",
        "/*/**, '', false",
        "/items/0, /items/0, true",
        "/items/0, /items/1, false",
        "/items/*/price, /items/17/price, true",
        "/a~1b/*, /a~1b/x, true",
        "/a~1b, /a/b, false",
        "/m~0n/**, /m~0n/x, true",
        "/~01, /~01, true",
        "/~01, /~1, false",
        "/, /, true",
        "/, '', false",
    })
    void matches(String pattern, String place, boolean expected) {
        assertThat(PathPattern.parse(pattern).matches(JsonPointer.parse(place))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "/a/b, '', true",
        "/a/b, /a, true",
        "/a/b, /a/b, false",
        "/a/b, /b, false",
        "/a/b, /a/b/c, false",
        "/a/**, '', true",
        "/a/**, /a, true",
        "/a/**, /a/b/c, true",
        "/a/**, /b, false",
        "/*/b, /x, true",
        "/*/b, /x/b, false",
        "'', '', false",
        "/**, '', true",
    })
    void couldMatchBelow(String pattern, String place, boolean expected) {
        assertThat(PathPattern.parse(pattern).couldMatchBelow(JsonPointer.parse(place)))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(longs = {31, 32, 33})
    void couldMatchBelowAgreesWithTryingEveryPlaceBelow(long seed) {
        Random random = new Random(seed);
        List<JsonPointer> places = placesUpTo(5);
        for (int i = 0; i < 60; i++) {
            PathPattern pattern = PathPattern.parse(randomPattern(random));
            for (JsonPointer place : placesUpTo(3)) {
                boolean found = places.stream().anyMatch(below -> place.isAncestorOf(below) && pattern.matches(below));
                assertThat(pattern.couldMatchBelow(place))
                        .as("%s below %s", pattern, place)
                        .isEqualTo(found);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/a/b, /a/*",
        "/a/b, /a/**",
        "/a/*, /a/**",
        "/a, /a/**",
        "/a/**, /*/b",
        "/a/*/c, /a/*/*",
        "/a/*/c, /a/**",
        "/a/**, /**",
        "/*, /**",
        "/a/b/**, /a/**",
        "/a/b/**, /a/*",
        "'', /**"
    })
    void firstIsTheMoreSpecific(String more, String less) {
        assertThat(PathPattern.parse(more).compareSpecificity(PathPattern.parse(less)))
                .isPositive();
        assertThat(PathPattern.parse(less).compareSpecificity(PathPattern.parse(more)))
                .isNegative();
    }

    @ParameterizedTest
    @ValueSource(longs = {41, 42, 43})
    void specificityIsOneOrderWhateverTheOrderOfTheRules(long seed) {
        Random random = new Random(seed);
        List<PathPattern> patterns = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            patterns.add(PathPattern.parse(randomPattern(random)));
        }
        List<PathPattern> sorted =
                patterns.stream().sorted(PathPattern.MOST_SPECIFIC_FIRST).toList();
        Collections.shuffle(patterns, random);

        assertThat(patterns.stream().sorted(PathPattern.MOST_SPECIFIC_FIRST)).isEqualTo(sorted);
        for (int i = 0; i < sorted.size(); i++) {
            for (int j = 0; j < sorted.size(); j++) {
                int compared = sorted.get(i).compareSpecificity(sorted.get(j));
                assertThat(compared == 0).isEqualTo(sorted.get(i).equals(sorted.get(j)));
                assertThat(Integer.signum(compared))
                        .isEqualTo(-Integer.signum(sorted.get(j).compareSpecificity(sorted.get(i))));
                if (i < j) {
                    assertThat(compared).isNotNegative();
                }
            }
        }
    }

    @Test
    void writesWhatItReadAndIsEqualByIt() {
        for (String text : List.of("", "/", "/**", "/a~1b/*/c~0d/**", "/a/*", "/0")) {
            assertThat(PathPattern.parse(text)).hasToString(text).isEqualTo(PathPattern.parse(text));
            assertThat(PathPattern.parse(text)).hasSameHashCodeAs(PathPattern.parse(text));
        }
        assertThat(PathPattern.parse("/a")).isNotEqualTo(PathPattern.parse("/a/**"));
    }

    @ParameterizedTest
    @CsvSource({"a, 0", "/a/**/b, 3", "/**/**, 1", "/a/b*, 4", "/*x/*, 1", "/a/***, 3", "/a~2, 2", "/*/a*b/**, 4"})
    void whatIsNoPattern_isRefusedWithItsPlace(String text, int position) {
        InvalidPointerException refusal =
                catchThrowableOfType(InvalidPointerException.class, () -> PathPattern.parse(text));

        assertThat(refusal.position()).isEqualTo(position);
    }

    private static List<JsonPointer> placesUpTo(int depth) {
        List<JsonPointer> places = new ArrayList<>(List.of(JsonPointer.ROOT));
        for (int i = 0; i < places.size(); i++) {
            JsonPointer place = places.get(i);
            if (place.depth() < depth) {
                places.add(place.child("a"));
                places.add(place.child("b"));
                places.add(place.child("0"));
            }
        }
        return places;
    }

    private static String randomPattern(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(4); i > 0; i--) {
            text.append('/').append(List.of("a", "b", "0", "*").get(random.nextInt(4)));
        }
        return text + (random.nextInt(3) == 0 ? "/**" : "");
    }
}
