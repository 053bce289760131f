package io.crossweave.core.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class NameFormTest {
    static List<NameForm> forms() {
        return List.of(NameForm.LABEL, NameForm.TENANT, NameForm.CONTEXT_ID);
    }

    /** Every character below U+0200 alone, first, in the middle and last, and names of every length. */
    private static List<String> names() {
        var names = new ArrayList<String>();
        for (char unit = 0; unit < 0x200; unit++) {
            names.addAll(List.of("" + unit, unit + "a", "a" + unit + "a", "a" + unit));
        }
        for (int length = 0; length < 300; length++) {
            names.add("a".repeat(length));
        }
        // A full-width letter, and a pair whose halves are no characters.
        names.addAll(List.of("\uff41", "a\uff41", "a\ud83d\ude00"));
        return names;
    }

    @ParameterizedTest
    @MethodSource("forms")
    void theTablesSayWhatTheExpressionSays(NameForm form) {
        assertThat(names())
                .allSatisfy(name -> assertThat(form.matches(name)).isEqualTo(Pattern.matches(form.pattern(), name)));
    }
}
