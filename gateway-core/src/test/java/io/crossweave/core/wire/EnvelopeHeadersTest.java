package io.crossweave.core.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossweave.core.limits.Limits;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EnvelopeHeadersTest {
    @ParameterizedTest
    @EnumSource
    void readsBackWhatWasWritten(EnvelopeKind kind) throws WireFormatException {
        EnvelopeHeader header = Envelopes.header(kind, 3, 3 * Limits.CHUNK_BYTES);

        EnvelopeHeader read = EnvelopeHeaders.decode(header.encoded());

        assertThat(read).usingRecursiveComparison().isEqualTo(header);
    }

    @Test
    void aHeaderCutAnywhere_isRefused() {
        byte[] encoded = Envelopes.header(EnvelopeKind.DATA, 1, 10).encoded();
        for (int length = 0; length < encoded.length; length++) {
            byte[] cut = Arrays.copyOf(encoded, length);
            assertThatThrownBy(() -> EnvelopeHeaders.decode(cut)).isInstanceOf(WireFormatException.class);
        }
    }

    @Test
    void bytesAfterTheHeader_areRefused() {
        byte[] encoded = Envelopes.header(EnvelopeKind.DATA, 1, 10).encoded();

        assertThatThrownBy(() -> EnvelopeHeaders.decode(Arrays.copyOf(encoded, encoded.length + 1)))
                .isInstanceOf(WireFormatException.class);
    }

    @ParameterizedTest
    @EnumSource
    void anyFlippedBit_isRefusedOrKeptAsItWasReceived(EnvelopeKind kind) {
        byte[] encoded = Envelopes.header(kind, 2, 100_000).encoded();
        for (int bit = 0; bit < encoded.length * 8; bit++) {
            byte[] flipped = encoded.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            try {
                EnvelopeHeader read = EnvelopeHeaders.decode(flipped);
                // What a changed bit says is taken over, so that the signature over the received bytes refuses it.
                assertThat(read.encoded()).isEqualTo(flipped);
                assertThat(EnvelopeHeaders.encode(read).encoded()).isEqualTo(flipped);
            } catch (WireFormatException expected) {
                assertThat(expected.reason()).isNotEmpty();
            }
        }
    }

    @Test
    void moreChunksThanTheBodyCanFill_areRefused() {
        assertThatThrownBy(() -> Envelopes.header(EnvelopeKind.DATA, 3, 2 * Limits.CHUNK_BYTES_MIN))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Envelopes.header(EnvelopeKind.DATA, 1, Limits.CHUNK_BYTES + 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Envelopes.header(EnvelopeKind.DATA, 0, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theSignatureCoversDomainHeaderAndRoot() {
        EnvelopeHeader header = Envelopes.header(EnvelopeKind.DATA, 1, 10);
        byte[] root = Envelopes.filled(32, 9);

        byte[] signed = EnvelopeHeaders.signedBytes(header, root);

        assertThat(signed).startsWith("io.crossweave.envelope.v1\0".getBytes(StandardCharsets.US_ASCII));
        assertThat(signed).endsWith(root).hasSize(26 + header.encoded().length + 32);
        assertThat(Arrays.copyOfRange(signed, 26, signed.length - 32)).isEqualTo(header.encoded());
    }
}
