package io.crossweave.it.sites;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NeedlesTest {
    private static final String NEEDLE = "needle-?>~ÿ-7f3a";

    private final Needles needles = new Needles(NEEDLE, "residency");

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
    void findsATextInEveryEncoding(String charset) {
        assertThat(needles.in(("before " + NEEDLE + " behind").getBytes(Charset.forName(charset))))
                .containsExactly(NEEDLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "b", "be", "bef"})
    void findsATextInBase64WhereverItBegins(String before) {
        byte[] plain = (before + NEEDLE + before + "residency").getBytes(StandardCharsets.UTF_8);

        assertThat(needles.in(Base64.getEncoder().encode(plain))).hasSize(2);
        assertThat(needles.in(Base64.getUrlEncoder().encode(plain))).hasSize(2);
    }

    @Test
    void findsNothingWhereNothingIs() {
        assertThat(needles.in("needle-?>~ÿ-7f3b and residence".getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
    }
}
