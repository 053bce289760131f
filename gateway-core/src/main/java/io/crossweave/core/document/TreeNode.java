package io.crossweave.core.document;

import java.util.Comparator;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A node of a weight-balanced tree and the operations that keep the balance. The weight of a subtree is its size + 1; no side
 * weighs more than {@value #BALANCE} times its sibling. Parameters (3, 2) are those proved in Hirai and Yamamoto, "Balancing
 * weight-balanced trees", Journal of Functional Programming 21(3), 2011. The height is therefore below 2.5 log2(size), so that
 * descending recursively is safe: 78 frames for 2^31 nodes.
 */
final class TreeNode<K, V> {
    private static final long BALANCE = 3;
    private static final long SINGLE_ROTATION = 2;

    final K key;
    final V value;
    final @Nullable TreeNode<K, V> left;
    final @Nullable TreeNode<K, V> right;
    final int size;

    private TreeNode(K key, V value, @Nullable TreeNode<K, V> left, @Nullable TreeNode<K, V> right) {
        this.key = key;
        this.value = value;
        this.left = left;
        this.right = right;
        this.size = Math.addExact(Math.addExact(sizeOf(left), sizeOf(right)), 1);
    }

    static int sizeOf(@Nullable TreeNode<?, ?> node) {
        return node == null ? 0 : node.size;
    }

    /** The next {@code count} entries of a sorted iteration as a tree of least height. */
    static <K, V> @Nullable TreeNode<K, V> build(Iterator<? extends Map.Entry<K, V>> sorted, int count) {
        if (count == 0) {
            return null;
        }
        int leftCount = (count - 1) / 2;
        TreeNode<K, V> left = build(sorted, leftCount);
        Map.Entry<K, V> middle = sorted.next();
        TreeNode<K, V> right = build(sorted, count - 1 - leftCount);
        return new TreeNode<>(middle.getKey(), middle.getValue(), left, right);
    }

    /** The same node where the key held this very value before. */
    @SuppressWarnings(
            "ReferenceEquality") // An equal value may be a whole document: comparing would cost more than a path.
    static <K, V> TreeNode<K, V> insert(@Nullable TreeNode<K, V> node, K key, V value, Comparator<? super K> order) {
        if (node == null) {
            return new TreeNode<>(key, value, null, null);
        }
        int side = order.compare(key, node.key);
        if (side == 0) {
            return value == node.value ? node : new TreeNode<>(node.key, value, node.left, node.right);
        }
        if (side < 0) {
            TreeNode<K, V> left = insert(node.left, key, value, order);
            return left == node.left ? node : balanced(node, left, node.right);
        }
        TreeNode<K, V> right = insert(node.right, key, value, order);
        return right == node.right ? node : balanced(node, node.left, right);
    }

    /** The same node where the key was absent. */
    static <K, V> @Nullable TreeNode<K, V> remove(@Nullable TreeNode<K, V> node, K key, Comparator<? super K> order) {
        if (node == null) {
            return null;
        }
        int side = order.compare(key, node.key);
        if (side == 0) {
            return joined(node.left, node.right);
        }
        if (side < 0) {
            TreeNode<K, V> left = remove(node.left, key, order);
            return left == node.left ? node : balanced(node, left, node.right);
        }
        TreeNode<K, V> right = remove(node.right, key, order);
        return right == node.right ? node : balanced(node, node.left, right);
    }

    TreeNode<K, V> first() {
        TreeNode<K, V> at = this;
        while (at.left != null) {
            at = at.left;
        }
        return at;
    }

    TreeNode<K, V> last() {
        TreeNode<K, V> at = this;
        while (at.right != null) {
            at = at.right;
        }
        return at;
    }

    /** Both sides of a removed node; all keys of {@code left} come before those of {@code right}. */
    private static <K, V> @Nullable TreeNode<K, V> joined(
            @Nullable TreeNode<K, V> left, @Nullable TreeNode<K, V> right) {
        if (left == null) {
            return right;
        }
        if (right == null) {
            return left;
        }
        return left.size > right.size
                ? balanced(left.last(), withoutLast(left), right)
                : balanced(right.first(), left, withoutFirst(right));
    }

    private static <K, V> @Nullable TreeNode<K, V> withoutFirst(TreeNode<K, V> node) {
        return node.left == null ? node.right : balanced(node, withoutFirst(node.left), node.right);
    }

    private static <K, V> @Nullable TreeNode<K, V> withoutLast(TreeNode<K, V> node) {
        return node.right == null ? node.left : balanced(node, node.left, withoutLast(node.right));
    }

    /** The entry of {@code middle} over two sides of which one may be off by one insertion or removal. */
    private static <K, V> TreeNode<K, V> balanced(
            TreeNode<K, V> middle, @Nullable TreeNode<K, V> left, @Nullable TreeNode<K, V> right) {
        if (right != null && weight(right) > BALANCE * weight(left)) {
            return rotatedLeft(middle, left, right);
        }
        if (left != null && weight(left) > BALANCE * weight(right)) {
            return rotatedRight(middle, left, right);
        }
        return over(middle, left, right);
    }

    private static <K, V> TreeNode<K, V> rotatedLeft(
            TreeNode<K, V> middle, @Nullable TreeNode<K, V> left, TreeNode<K, V> right) {
        TreeNode<K, V> inner = right.left;
        if (inner == null || weight(inner) < SINGLE_ROTATION * weight(right.right)) {
            return over(right, over(middle, left, inner), right.right);
        }
        return over(inner, over(middle, left, inner.left), over(right, inner.right, right.right));
    }

    private static <K, V> TreeNode<K, V> rotatedRight(
            TreeNode<K, V> middle, TreeNode<K, V> left, @Nullable TreeNode<K, V> right) {
        TreeNode<K, V> inner = left.right;
        if (inner == null || weight(inner) < SINGLE_ROTATION * weight(left.left)) {
            return over(left, left.left, over(middle, inner, right));
        }
        return over(inner, over(left, left.left, inner.left), over(middle, inner.right, right));
    }

    private static <K, V> TreeNode<K, V> over(
            TreeNode<K, V> entry, @Nullable TreeNode<K, V> left, @Nullable TreeNode<K, V> right) {
        return new TreeNode<>(entry.key, entry.value, left, right);
    }

    private static long weight(@Nullable TreeNode<?, ?> node) {
        return sizeOf(node) + 1L;
    }
}
