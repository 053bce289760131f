package io.crossweave.crypto;

import static io.crossweave.crypto.ThreeSites.A;
import static io.crossweave.crypto.ThreeSites.B;
import static io.crossweave.crypto.ThreeSites.draft;
import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.spi.EnvelopeOpener.OpenOutcome;
import io.crossweave.core.wire.EnvelopeHeader;
import io.crossweave.core.wire.EnvelopeHeaders;
import io.crossweave.core.wire.EnvelopeKind;
import io.crossweave.core.wire.MerkleTree;
import io.crossweave.core.wire.ParsedFrame;
import io.crossweave.core.wire.SealedEnvelope;
import io.crossweave.core.wire.WireFormatException;
import io.crossweave.crypto.kms.DataKey;
import io.crossweave.crypto.kms.DataKeyId;
import io.crossweave.crypto.kms.KeyBody;
import io.crossweave.crypto.kms.KeyMaterial;
import io.crossweave.crypto.kms.KeyWrapping.WrapOutcome;
import io.crossweave.crypto.kms.Link;
import io.crossweave.crypto.kms.WrappedKey;
import io.crossweave.crypto.open.LinkOpener;
import io.crossweave.crypto.seal.LinkSealer;
import io.crossweave.crypto.sign.SigningKey;
import io.crossweave.crypto.suite.ChunkCipher;
import io.crossweave.crypto.suite.EnvelopeSecrets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each thing that can be changed on the way is changed, once with a signature that still fits, as far as an insider could make one. */
class CorruptionTest {
    private static final int CHUNK = 64 << 10;

    private final ThreeSites sites = new ThreeSites(2);
    private final LinkSealer sealer = sites.sealer(A);
    private final LinkOpener opener = sites.opener(B);
    private final SealedEnvelope envelope = sites.sealed(sealer, draft(sites.entropy.bytes(3 * CHUNK + 100)));

    @BeforeEach
    void destinationHoldsTheKey() {
        sites.announceKeys(sealer, opener);
        assertThat(open(envelope.header(), envelope.chunks())).isInstanceOf(OpenOutcome.Opened.class);
    }

    @Test
    void anyChangedHeaderByte_isRefused() {
        byte[] encoded = envelope.header().encoded();
        int decoded = 0;
        for (int at = 0; at < encoded.length; at++) {
            byte[] changed = encoded.clone();
            changed[at] ^= 0x01;
            EnvelopeHeader header;
            try {
                header = EnvelopeHeaders.decode(changed);
            } catch (WireFormatException refused) {
                continue;
            }
            decoded++;
            assertThat(opener.verifySignature(frame(header, envelope.chunks())))
                    .as("signature with header byte %d", at)
                    .isFalse();
            assertThat(open(header, envelope.chunks()))
                    .as("open with header byte %d", at)
                    .isNotInstanceOf(OpenOutcome.Opened.class);
        }
        assertThat(decoded).isGreaterThan(100);
    }

    @Test
    void changedChunkBytes_areRejected() {
        for (int index = 0; index < envelope.chunks().size(); index++) {
            int length = envelope.chunks().get(index).length;
            for (int at : new int[] {0, length / 2, length - 17, length - 16, length - 1}) {
                List<byte[]> chunks = copies();
                chunks.get(index)[at] ^= 0x01;

                assertRejected(chunks, "chunk " + index + " of 4 does not authenticate");
            }
        }
    }

    @Test
    void swappedChunks_areRejected() {
        List<byte[]> chunks = copies();
        chunks.add(0, chunks.remove(1));

        assertRejected(chunks, "chunk 0 of 4");
    }

    @Test
    void repeatedChunk_isRejected() {
        List<byte[]> chunks = copies();
        chunks.set(1, chunks.get(0));

        assertRejected(chunks, "chunk 1 of 4");
    }

    @Test
    void missingLastChunk_isRejected() {
        assertRejected(copies().subList(0, 3), "not the whole envelope");
    }

    @Test
    void truncatedChunk_isRejected() {
        List<byte[]> chunks = copies();
        chunks.set(3, Arrays.copyOf(chunks.get(3), 100));

        assertRejected(chunks, "sealed chunks do not make a body of");
        chunks.set(3, new byte[3]);
        assertRejected(chunks, "sealed chunks do not make a body of");
    }

    @Test
    void shiftedChunkBorder_isRejected() {
        List<byte[]> chunks = copies();
        chunks.set(0, Arrays.copyOf(chunks.get(0), CHUNK + 15));
        chunks.set(3, Arrays.copyOf(chunks.get(3), 100 + 17));

        assertRejected(chunks, "chunk 0 of 4");
    }

    @Test
    void chunkSealedAsLast_isNotAcceptedBeforeTheEnd_norAnOtherAtTheEnd() {
        EnvelopeSecrets secrets = EnvelopeSecrets.derive(KeyMaterial.of(new byte[32]), new byte[32]);
        byte[] header = {1, 2, 3};
        byte[] body = new byte[10];
        byte[] last = new ChunkCipher(secrets, header, 1).seal(0, body, 0, 10);
        byte[] notLast = new ChunkCipher(secrets, header, 2).seal(0, body, 0, 10);

        assertThat(new ChunkCipher(secrets, header, 2).open(0, last, body, 0)).isFalse();
        assertThat(new ChunkCipher(secrets, header, 1).open(0, notLast, body, 0))
                .isFalse();
        assertThat(new ChunkCipher(secrets, header, 1).open(0, last, body, 0)).isTrue();
        assertThat(new ChunkCipher(secrets, new byte[] {1, 2, 4}, 1).open(0, last, body, 0))
                .isFalse();
    }

    @Test
    void framesOutOfOrder_missing_orOfAnotherEnvelope_areRejected() {
        List<ParsedFrame> frames = ThreeSites.frames(envelope);
        List<ParsedFrame> others = ThreeSites.frames(sites.sealed(sealer, draft(new byte[3 * CHUNK + 100])));
        assertThat(frames).hasSize(2);

        assertThat(opener.open(envelope.header(), frames.reversed())).isInstanceOf(OpenOutcome.Rejected.class);
        assertThat(opener.open(envelope.header(), frames.subList(0, 1))).isInstanceOf(OpenOutcome.Rejected.class);
        assertThat(opener.open(envelope.header(), List.of())).isInstanceOf(OpenOutcome.Rejected.class);
        assertThat(opener.open(envelope.header(), List.of(frames.get(0), others.get(1))))
                .isInstanceOf(OpenOutcome.Rejected.class);
        assertThat(opener.open(envelope.header(), frames)).isInstanceOf(OpenOutcome.Opened.class);
    }

    @Test
    void otherKeyUnderTheSameId_isRejectedByTheCommitment_beforeAnyChunk() {
        LinkOpener misled = sites.opener(B);
        DataKeyId id = DataKeyId.of(envelope.header().dataKeyId());
        misled.acceptKeys(envelope.header(), keyBody(new DataKey(id, KeyMaterial.of(new byte[32]), 0)));

        assertThat(misled.open(envelope.header(), List.of(frame(envelope.header(), envelope.chunks()))))
                .isEqualTo(new OpenOutcome.Rejected("commitment is not to data key " + id));
    }

    @Test
    void otherCommitment_isRejected() {
        byte[] commitment = envelope.header().commitment().clone();
        commitment[31] ^= 0x01;

        assertThat(open(withCommitment(commitment), envelope.chunks()))
                .isInstanceOfSatisfying(
                        OpenOutcome.Rejected.class,
                        rejected -> assertThat(rejected.reason()).startsWith("commitment"));
    }

    @Test
    void unknownSuite_isRejected() {
        byte[] encoded = envelope.header().encoded().clone();
        EnvelopeHeader header = header(2, envelope.header().commitment(), encoded);

        assertThat(open(header, envelope.chunks())).isEqualTo(new OpenOutcome.Rejected("suite 2 is unknown"));
    }

    @Test
    void anyChangedSignatureOrRootByte_isRefused() {
        for (int at = 0; at < 64; at++) {
            byte[] signature = envelope.signature().clone();
            signature[at] ^= 0x01;
            assertThat(opener.verifySignature(signedAs(envelope.header(), envelope.merkleRoot(), signature)))
                    .isFalse();
        }
        for (int at = 0; at < 32; at++) {
            byte[] root = envelope.merkleRoot().clone();
            root[at] ^= 0x01;
            assertThat(opener.verifySignature(signedAs(envelope.header(), root, envelope.signature())))
                    .isFalse();
        }
        assertThat(opener.verifySignature(signedAs(envelope.header(), envelope.merkleRoot(), new byte[0])))
                .isFalse();
    }

    @Test
    void signatureOfAnotherSite_isRefused() {
        SigningKey other = sites.signing(ThreeSites.C);
        byte[] signature = other.sign(EnvelopeHeaders.signedBytes(envelope.header(), envelope.merkleRoot()));

        assertThat(opener.verifySignature(signedAs(envelope.header(), envelope.merkleRoot(), signature)))
                .isFalse();
    }

    @Test
    void changedKeyEnvelope_isRejected() {
        SealedEnvelope keys = sites.sealed(sealer, draft(EnvelopeKind.KEY, new byte[300]));
        byte[] changed = keys.chunks().getFirst().clone();
        changed[5] ^= 0x01;
        ParsedFrame frame =
                new ParsedFrame(keys.header(), keys.merkleRoot(), keys.signature(), 0, List.of(changed), List.of());

        assertThat(opener.open(keys.header(), List.of(frame)))
                .isEqualTo(new OpenOutcome.Rejected("chunks are not those that were signed"));
    }

    private byte[] keyBody(DataKey key) {
        return switch (sites.wrapping(A).wrap(new Link(A, B), key)) {
            case WrapOutcome.Wrapped(WrappedKey wrapped) -> KeyBody.encode(List.of(wrapped));
            case WrapOutcome.Unavailable(String reason) -> throw new AssertionError(reason);
        };
    }

    private void assertRejected(List<byte[]> chunks, String reason) {
        assertThat(open(envelope.header(), chunks))
                .isInstanceOfSatisfying(
                        OpenOutcome.Rejected.class,
                        rejected -> assertThat(rejected.reason()).contains(reason));
    }

    private OpenOutcome open(EnvelopeHeader header, List<byte[]> chunks) {
        return opener.open(header, List.of(frame(header, chunks)));
    }

    private ParsedFrame frame(EnvelopeHeader header, List<byte[]> chunks) {
        return new ParsedFrame(header, MerkleTree.root(chunks), envelope.signature(), 0, chunks, List.of());
    }

    private ParsedFrame signedAs(EnvelopeHeader header, byte[] root, byte[] signature) {
        return new ParsedFrame(header, root, signature, 0, envelope.chunks(), List.of());
    }

    private EnvelopeHeader withCommitment(byte[] commitment) {
        return EnvelopeHeaders.encode(header(1, commitment, EnvelopeHeader.NOT_ENCODED));
    }

    private EnvelopeHeader header(int suite, byte[] commitment, byte[] encoded) {
        EnvelopeHeader original = envelope.header();
        return new EnvelopeHeader(
                suite,
                original.address(),
                original.originKeyId(),
                original.dataKeyId(),
                original.policyHash(),
                original.messageId(),
                commitment,
                original.chunkCount(),
                original.bodyBytes(),
                encoded);
    }

    private List<byte[]> copies() {
        List<byte[]> chunks = new ArrayList<>();
        envelope.chunks().forEach(chunk -> chunks.add(chunk.clone()));
        return chunks;
    }
}
