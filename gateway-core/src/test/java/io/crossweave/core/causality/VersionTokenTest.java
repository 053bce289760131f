package io.crossweave.core.causality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossweave.core.causality.VersionToken.InvalidTokenException;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.Dot;
import io.crossweave.core.model.SiteId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class VersionTokenTest {
    private static final ContextKey KEY = new ContextKey("t", "demo", "c-1");
    private static final VersionVector VECTOR = VersionVector.of(
            new Dot(new SiteId("aws-us-east-1", 0x1234_5678_9abc_def0L), 7),
            new Dot(new SiteId("azure-westeurope", -1), Long.MAX_VALUE),
            new Dot(new SiteId("gcp-asia-northeast1", 0), 1));

    /** A token with a right checksum around any body, as an attacker can make it. */
    private static String forged(byte[] body) {
        var crc = new CRC32C();
        for (String part : new String[] {KEY.tenant(), KEY.type(), KEY.id()}) {
            crc.update(part.getBytes(StandardCharsets.UTF_8));
            crc.update(0);
        }
        crc.update(body);
        byte[] token = ByteBuffer.allocate(5 + body.length)
                .put((byte) 1)
                .putInt((int) crc.getValue())
                .put(body)
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
    }

    private static byte[] oneSite(String region, long counter) {
        return ByteBuffer.allocate(2 + 1 + region.length() + 16)
                .putShort((short) 1)
                .put((byte) region.length())
                .put(region.getBytes(StandardCharsets.ISO_8859_1))
                .putLong(1)
                .putLong(counter)
                .array();
    }

    private static void assertRefused(String token) {
        assertThatThrownBy(() -> VersionToken.decode(KEY, token)).isInstanceOf(InvalidTokenException.class);
    }

    @Test
    void readsBackWhatItWrote() throws InvalidTokenException {
        assertThat(VersionToken.decode(KEY, VersionToken.encode(KEY, VECTOR))).isEqualTo(VECTOR);
        assertThat(VersionToken.decode(KEY, VersionToken.encode(KEY, VersionVector.EMPTY)))
                .isEqualTo(VersionVector.EMPTY);
    }

    @Test
    void hasOnlyCharactersThatStandInAHeaderAndAUrl() {
        assertThat(VersionToken.encode(KEY, VECTOR)).matches("[A-Za-z0-9_-]+");
    }

    @Test
    void isRefusedForAnotherContext() {
        String token = VersionToken.encode(KEY, VECTOR);

        for (ContextKey other : new ContextKey[] {
            new ContextKey("u", "demo", "c-1"), new ContextKey("t", "demp", "c-1"), new ContextKey("t", "demo", "c-2")
        }) {
            assertThatThrownBy(() -> VersionToken.decode(other, token))
                    .isInstanceOf(InvalidTokenException.class)
                    .hasMessageContaining("does not belong");
        }
    }

    @Test
    void everyChangedByteIsRefused() {
        byte[] token = Base64.getUrlDecoder().decode(VersionToken.encode(KEY, VECTOR));
        for (int i = 0; i < token.length; i++) {
            byte[] damaged = token.clone();
            damaged[i] ^= 0x10;
            assertRefused(Base64.getUrlEncoder().withoutPadding().encodeToString(damaged));
        }
    }

    @Test
    void everyTruncationIsRefused() {
        String token = VersionToken.encode(KEY, VECTOR);
        for (int length = 0; length < token.length(); length++) {
            assertRefused(token.substring(0, length));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "*", "not a token", "AAAA", "%20", "AQ=="})
    void whatIsNoTokenIsRefused(String text) {
        assertRefused(text);
    }

    @Test
    void aForgedBodyIsRefused() throws InvalidTokenException {
        assertThat(VersionToken.decode(KEY, forged(oneSite("a", 5))).get(new SiteId("a", 1)))
                .isEqualTo(5);

        assertRefused(forged(new byte[] {}));
        assertRefused(forged(new byte[] {(byte) 0xff, (byte) 0xff}));
        assertRefused(forged(new byte[] {0x7f, (byte) 0xff}));
        assertRefused(forged(new byte[] {0, 0, 0}));
        assertRefused(forged(new byte[] {0, 1, (byte) 200, 'a'}));
        assertRefused(forged(oneSite("", 5)));
        assertRefused(forged(oneSite("A B", 5)));
        assertRefused(forged(oneSite("a\u00e9", 5)));
        assertRefused(forged(oneSite("a", 0)));
        assertRefused(forged(oneSite("a", -1)));
    }

    @Test
    void aVectorHasOneTokenOnly() {
        byte[] twice = ByteBuffer.allocate(2 + 2 * 18)
                .putShort((short) 2)
                .put(oneSite("a", 5), 2, 18)
                .put(oneSite("a", 6), 2, 18)
                .array();
        byte[] descending = ByteBuffer.allocate(2 + 2 * 18)
                .putShort((short) 2)
                .put(oneSite("b", 5), 2, 18)
                .put(oneSite("a", 6), 2, 18)
                .array();

        assertRefused(forged(twice));
        assertRefused(forged(descending));
    }
}
