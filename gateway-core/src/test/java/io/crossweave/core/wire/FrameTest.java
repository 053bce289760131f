package io.crossweave.core.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossweave.core.limits.Limits;
import io.crossweave.core.wire.ParseOutcome.Malformed;
import io.crossweave.core.wire.ParseOutcome.Parsed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameTest {
    @ParameterizedTest
    @CsvSource({
        "65536, 0, 1000000",
        "65536, 1, 1000000",
        "65536, 65536, 67600",
        "65536, 65537, 67600",
        "65536, 1000000, 67600",
        "65536, 1000000, 262144",
        "65536, 5000000, 1000000",
        "16384, 1000000, 67600",
        "1024, 300000, 67600",
    })
    void framesCarryTheWholeEnvelopeAndEachProvesItself(int chunkBytes, int bodyBytes, int frameBytesMax) {
        SealedEnvelope envelope = Envelopes.sealed(chunkBytes, bodyBytes);

        List<Frame> frames = FrameCutter.cut(envelope, frameBytesMax);

        var chunks = new ArrayList<byte[]>();
        for (Frame frame : frames) {
            assertThat(frame.size()).isLessThanOrEqualTo(frameBytesMax);
            ParsedFrame parsed = parsed(frame.bytes());
            assertThat(parsed.header()).usingRecursiveComparison().isEqualTo(envelope.header());
            assertThat(parsed.merkleRoot()).isEqualTo(envelope.merkleRoot());
            assertThat(parsed.signature()).isEqualTo(envelope.signature());
            assertThat(parsed.firstChunk()).isEqualTo(chunks.size());
            assertThat(parsed.pathHolds()).isTrue();
            assertThat(parsed.isWhole()).isEqualTo(frames.size() == 1);
            assertThat(parsed.sameEnvelope(parsed(frames.getFirst().bytes()))).isTrue();
            chunks.addAll(parsed.chunks());
        }
        assertThat(Arrays.deepEquals(chunks.toArray(), envelope.chunks().toArray()))
                .isTrue();
    }

    @Test
    void framesAreAsFullAsWholeChunksAllow() {
        List<Frame> frames = FrameCutter.cut(Envelopes.sealed(16 << 10, 1 << 20), 256 << 10);

        for (Frame frame : frames.subList(0, frames.size() - 1)) {
            assertThat(frame.size()).isGreaterThan((256 - 18) << 10);
        }
    }

    @Test
    void theSmallestTransportCarriesTheLargestEnvelope() {
        SealedEnvelope largest = Envelopes.sealed(Limits.CHUNK_BYTES, Limits.ENVELOPE_BYTES_MAX);

        List<Frame> frames = FrameCutter.cut(largest, Limits.FRAME_BYTES_MIN);

        assertThat(frames).hasSize(Limits.ENVELOPE_BYTES_MAX / Limits.CHUNK_BYTES);
        assertThat(parsed(frames.get(100).bytes()).pathHolds()).isTrue();
    }

    @Test
    void theOverheadOfAFrameIsWithinItsLimit() {
        int path = FrameCutter.pathHashesMax(Limits.CHUNKS_MAX) * 32;

        assertThat(EnvelopeHeaders.BYTES_MAX + 32 + 1 + Limits.SIGNATURE_BYTES_MAX + 7 + path + 4)
                .isLessThanOrEqualTo(Limits.FRAME_OVERHEAD_BYTES_MAX);
    }

    @Test
    void framesTooSmallForAChunk_areRefused() {
        SealedEnvelope envelope = Envelopes.sealed(Limits.CHUNK_BYTES, 200_000);

        assertThatThrownBy(() -> FrameCutter.cut(envelope, 60_000)).hasMessageContaining("does not fit");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aFrameCutAnywhere_isMalformed(int index) {
        byte[] frame = smallFrames().get(index).bytes();
        for (int length = 0; length < frame.length; length++) {
            assertThat(FrameParser.parse(Arrays.copyOf(frame, length))).isInstanceOf(Malformed.class);
        }
        assertThat(FrameParser.parse(Arrays.copyOf(frame, frame.length + 1))).isInstanceOf(Malformed.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void anyFlippedBit_isMalformedOrBreaksThePathOrChangesWhatIsSigned(int index) {
        byte[] frame = smallFrames().get(index).bytes();
        ParsedFrame honest = parsed(frame);
        int signatureFrom = honest.header().encoded().length + 32;
        for (int bit = 0; bit < frame.length * 8; bit++) {
            byte[] flipped = frame.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            if (FrameParser.parse(flipped) instanceof Parsed(ParsedFrame read)) {
                boolean unsigned = Arrays.equals(read.signature(), honest.signature()) && read.sameEnvelope(honest);
                assertThat(unsigned && read.pathHolds())
                        .as("bit %d, signature from byte %d", bit, signatureFrom)
                        .isFalse();
            }
        }
    }

    @Test
    void randomBytes_areMalformed() {
        var random = new SplittableRandom(11);
        byte[] honest = smallFrames().getFirst().bytes();
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = Arrays.copyOf(honest, random.nextInt(honest.length));
            for (int change = 0; change < 8; change++) {
                if (bytes.length > 0) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
                }
            }
            assertThat(FrameParser.parse(bytes)).isInstanceOf(Malformed.class);
        }
    }

    @Test
    void moreChunkBytesThanTheBodyHas_areMalformed() {
        List<byte[]> chunks = List.of(Envelopes.filled(1_000 + 17, 1));

        List<Frame> frames = FrameCutter.cut(Envelopes.sealed(EnvelopeKind.DATA, chunks, 1_000), 1 << 20);

        assertThat(FrameParser.parse(frames.getFirst().bytes())).isInstanceOf(Malformed.class);
    }

    private static List<Frame> smallFrames() {
        return FrameCutter.cut(Envelopes.sealed(1_024, 3_000), 2_048);
    }

    private static ParsedFrame parsed(byte[] frame) {
        return switch (FrameParser.parse(frame)) {
            case Parsed(ParsedFrame parsed) -> parsed;
            case Malformed(String reason) -> throw new AssertionError(reason);
        };
    }
}
