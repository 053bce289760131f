package io.crossweave.core.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MerkleTreeTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17})
    void everyRunHoldsAtItsPlaceAndNowhereElse(int leafCount) {
        List<byte[]> chunks = chunks(leafCount);
        MerkleTree tree = MerkleTree.of(chunks);
        for (int from = 0; from < leafCount; from++) {
            for (int to = from + 1; to <= leafCount; to++) {
                List<byte[]> run = chunks.subList(from, to);
                List<byte[]> proof = tree.proof(from, to);

                assertThat(proof).hasSize(MerkleTree.proofLength(leafCount, from, to));
                assertThat(proof.size()).isLessThanOrEqualTo(FrameCutter.pathHashesMax(leafCount));
                assertThat(MerkleTree.runHolds(tree.root(), leafCount, from, run, proof))
                        .isTrue();
                for (int elsewhere = 0; elsewhere + run.size() <= leafCount; elsewhere++) {
                    assertThat(MerkleTree.runHolds(tree.root(), leafCount, elsewhere, run, proof))
                            .isEqualTo(elsewhere == from);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 8, 13, 17})
    void anAlteredChunkOrHashOrRoot_isRefused(int leafCount) {
        List<byte[]> chunks = chunks(leafCount);
        MerkleTree tree = MerkleTree.of(chunks);
        for (int from = 0; from < leafCount; from++) {
            List<byte[]> run = chunks.subList(from, from + 1);
            List<byte[]> proof = tree.proof(from, from + 1);
            byte[] root = tree.root();

            assertThat(MerkleTree.runHolds(flipped(root), leafCount, from, run, proof))
                    .isFalse();
            assertThat(MerkleTree.runHolds(root, leafCount, from, List.of(flipped(run.getFirst())), proof))
                    .isFalse();
            for (int at = 0; at < proof.size(); at++) {
                var forged = new ArrayList<>(proof);
                forged.set(at, flipped(proof.get(at)));
                assertThat(MerkleTree.runHolds(root, leafCount, from, run, forged))
                        .isFalse();
            }
        }
    }

    @Test
    void aProofOfAnotherLengthIsRefused() {
        List<byte[]> chunks = chunks(4);
        MerkleTree tree = MerkleTree.of(chunks);

        assertThat(MerkleTree.runHolds(tree.root(), 4, 0, chunks, List.of(new byte[32])))
                .isFalse();
        assertThat(MerkleTree.runHolds(tree.root(), 4, 0, chunks.subList(0, 1), List.of()))
                .isFalse();
    }

    @Test
    void theRootIsThatOfRfc6962() throws Exception {
        // From the definition: of 3 leaves the left subtree has 2. Leaves and nodes are told apart by their first byte.
        var sha = MessageDigest.getInstance("SHA-256");
        List<byte[]> chunks = chunks(3);
        byte[] left = hash(sha, 1, hash(sha, 0, chunks.get(0)), hash(sha, 0, chunks.get(1)));

        assertThat(MerkleTree.root(chunks)).isEqualTo(hash(sha, 1, left, hash(sha, 0, chunks.get(2))));
        // The known root over one empty leaf.
        assertThat(HexFormat.of().formatHex(MerkleTree.root(List.of(new byte[0]))))
                .isEqualTo("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
    }

    private static byte[] hash(MessageDigest sha, int prefix, byte[]... parts) {
        sha.update((byte) prefix);
        for (byte[] part : parts) {
            sha.update(part);
        }
        return sha.digest();
    }

    private static List<byte[]> chunks(int count) {
        var chunks = new ArrayList<byte[]>();
        for (int i = 0; i < count; i++) {
            chunks.add(("chunk " + i).getBytes(StandardCharsets.US_ASCII));
        }
        return chunks;
    }

    private static byte[] flipped(byte[] bytes) {
        byte[] flipped = bytes.clone();
        flipped[bytes.length / 2] ^= 1;
        return flipped;
    }
}
