package io.crossweave.core.wire;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/**
 * The hash tree of RFC 6962 (section 2.1) over the sealed chunks of an envelope: a leaf is SHA-256(0 ‖ chunk), a node
 * SHA-256(1 ‖ left ‖ right), and of n leaves the left subtree has the greatest power of two below n.
 *
 * <p>A proof for a run of leaves has the hashes of the greatest subtrees that lie wholly outside of the run, from left to right. It
 * proves that exactly these chunks stand at exactly these places of the tree with this root.
 */
public final class MerkleTree {
    private static final byte LEAF = 0;
    private static final byte NODE = 1;

    /** Hashes by height: the parent of an odd last one is that one itself, which gives the shape of RFC 6962. */
    private final List<byte[][]> levels;

    private MerkleTree(List<byte[][]> levels) {
        this.levels = levels;
    }

    public static MerkleTree of(List<byte[]> chunks) {
        if (chunks.isEmpty()) {
            throw new IllegalArgumentException("a tree has at least one leaf");
        }
        MessageDigest sha = sha256();
        byte[][] level = leaves(sha, chunks);
        var levels = new ArrayList<byte[][]>();
        levels.add(level);
        while (level.length > 1) {
            var above = new byte[(level.length + 1) / 2][];
            for (int i = 0; i < above.length; i++) {
                above[i] = 2 * i + 1 < level.length ? node(sha, level[2 * i], level[2 * i + 1]) : level[2 * i];
            }
            levels.add(above);
            level = above;
        }
        return new MerkleTree(levels);
    }

    /** The root over all chunks of an envelope. */
    public static byte[] root(List<byte[]> chunks) {
        return of(chunks).root();
    }

    public byte[] root() {
        return levels.getLast()[0].clone();
    }

    /** The hashes that lead from leaves {@code from} (inclusive) to {@code to} (exclusive) to the root. */
    public List<byte[]> proof(int from, int to) {
        requireRun(leafCount(), from, to);
        var path = new ArrayList<byte[]>();
        collect(0, leafCount(), from, to, path);
        return path;
    }

    /** How many hashes a proof has. */
    static int proofLength(int leafCount, int from, int to) {
        requireRun(leafCount, from, to);
        return proofLength(0, leafCount, from, to);
    }

    /** Whether the chunks stand from {@code from} on in the tree of {@code leafCount} leaves with this root. Never throws for bad bytes. */
    static boolean runHolds(byte[] root, int leafCount, int from, List<byte[]> chunks, List<byte[]> path) {
        int to = from + chunks.size();
        if (path.size() != proofLength(leafCount, from, to)) {
            return false;
        }
        MessageDigest sha = sha256();
        var run = new Run(sha, from, to, leaves(sha, chunks), path);
        return MessageDigest.isEqual(root, run.hash(0, leafCount));
    }

    private int leafCount() {
        return levels.getFirst().length;
    }

    private void collect(int low, int high, int from, int to, List<byte[]> path) {
        if (from <= low && high <= to) {
            return;
        }
        if (high <= from || to <= low) {
            int height = heightOf(high - low);
            path.add(levels.get(height)[low >>> height]);
            return;
        }
        int middle = low + leftLeaves(high - low);
        collect(low, middle, from, to, path);
        collect(middle, high, from, to, path);
    }

    private static int proofLength(int low, int high, int from, int to) {
        if (from <= low && high <= to) {
            return 0;
        }
        if (high <= from || to <= low) {
            return 1;
        }
        int middle = low + leftLeaves(high - low);
        return proofLength(low, middle, from, to) + proofLength(middle, high, from, to);
    }

    /** The greatest power of two below {@code leafCount}, which is at least 2. */
    private static int leftLeaves(int leafCount) {
        return Integer.highestOneBit(leafCount - 1);
    }

    /** Of the smallest full tree with room for so many leaves. */
    private static int heightOf(int leafCount) {
        return Integer.SIZE - Integer.numberOfLeadingZeros(leafCount - 1);
    }

    private static void requireRun(int leafCount, int from, int to) {
        if (from < 0 || from >= to || to > leafCount) {
            throw new IllegalArgumentException("run " + from + ".." + to + " of " + leafCount + " leaves");
        }
    }

    private static byte[][] leaves(MessageDigest sha, List<byte[]> chunks) {
        var leaves = new byte[chunks.size()][];
        for (int i = 0; i < leaves.length; i++) {
            sha.update(LEAF);
            leaves[i] = sha.digest(chunks.get(i));
        }
        return leaves;
    }

    private static byte[] node(MessageDigest sha, byte[] left, byte[] right) {
        sha.update(NODE);
        sha.update(left);
        return sha.digest(right);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Computes a root from a run's leaves and its proof, which it uses up from left to right. */
    private static final class Run {
        private final MessageDigest sha;
        private final int from;
        private final int to;
        private final byte[][] leaves;
        private final List<byte[]> path;
        private int used;

        Run(MessageDigest sha, int from, int to, byte[][] leaves, List<byte[]> path) {
            this.sha = sha;
            this.from = from;
            this.to = to;
            this.leaves = leaves;
            this.path = path;
        }

        byte[] hash(int low, int high) {
            if (high <= from || to <= low) {
                return path.get(used++);
            }
            if (high - low == 1) {
                return leaves[low - from];
            }
            int middle = low + leftLeaves(high - low);
            byte[] left = hash(low, middle);
            return node(sha, left, hash(middle, high));
        }
    }
}
