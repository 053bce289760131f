package io.crossweave.crypto.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyBodyTest {
    private static final WrappedKey FIRST =
            new WrappedKey(new DataKeyId(1, 2), "local:a.b.1", new byte[] {7, 8, 9}, 42);
    private static final WrappedKey SECOND = new WrappedKey(new DataKeyId(-1, -2), "kek/ü", new byte[80], -1);

    @Test
    void keysComeBackAsTheyWere() {
        assertThat(KeyBody.decode(KeyBody.encode(List.of(FIRST, SECOND)))).contains(List.of(FIRST, SECOND));
        assertThat(KeyBody.decode(KeyBody.encode(List.of()))).contains(List.of());
    }

    @Test
    void bytesOfVersionOneAreForEver() {
        assertThat(HexFormat.of().formatHex(KeyBody.encode(List.of(FIRST))))
                .isEqualTo("0101" + "00000000000000010000000000000002" + "000000000000002a" + "000b"
                        + "6c6f63616c3a612e622e31" + "0003" + "070809");
    }

    @Test
    void everyTruncation_isRefused() {
        byte[] body = KeyBody.encode(List.of(FIRST, SECOND));
        for (int length = 0; length < body.length; length++) {
            assertThat(KeyBody.decode(Arrays.copyOf(body, length)))
                    .as("length %d", length)
                    .isEmpty();
        }
    }

    @Test
    void trailingByte_otherVersion_andTooManyKeys_areRefused() {
        byte[] body = KeyBody.encode(List.of(FIRST));

        assertThat(KeyBody.decode(Arrays.copyOf(body, body.length + 1))).isEmpty();
        assertThat(KeyBody.decode(new byte[] {2, 0})).isEmpty();
        assertThat(KeyBody.decode(new byte[] {1, (byte) 255})).isEmpty();
    }

    @Test
    void moreKeysThanABodyHolds_areABugOfTheCaller() {
        assertThatThrownBy(() -> KeyBody.encode(Collections.nCopies(KeyBody.KEYS_MAX + 1, FIRST)))
                .hasMessageContaining("17 keys exceed 16");
    }

    @Test
    void secretsAreNotPrinted() {
        KeyMaterial secret = KeyMaterial.of(HexFormat.of().parseHex("c0ffee".repeat(10) + "0000"));

        assertThat(new DataKey(new DataKeyId(1, 2), secret, 0).toString())
                .contains("redacted")
                .doesNotContainIgnoringCase("c0ffee")
                .doesNotContain("-64");
    }
}
