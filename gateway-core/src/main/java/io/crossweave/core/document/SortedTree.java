package io.crossweave.core.document;

import java.util.AbstractList;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.SortedMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A persistent sorted map: {@link #with} and {@link #without} give a new tree that shares all but O(log n) nodes with this one.
 * Every subtree knows its size, so that the <i>i</i>-th entry is found in O(log n) too. Keys are the same when the comparator says
 * 0; the key that came first stays. Safe for use by many threads.
 */
public final class SortedTree<K, V> {
    private final Comparator<? super K> order;
    private final @Nullable TreeNode<K, V> root;

    private SortedTree(Comparator<? super K> order, @Nullable TreeNode<K, V> root) {
        this.order = order;
        this.root = root;
    }

    public static <K, V> SortedTree<K, V> empty(Comparator<? super K> order) {
        return new SortedTree<>(order, null);
    }

    /** All entries of a map that was made with a comparator, in O(n). */
    public static <K, V> SortedTree<K, V> copyOf(SortedMap<K, V> entries) {
        Comparator<? super K> order = Objects.requireNonNull(entries.comparator(), "the map has no comparator");
        return new SortedTree<>(order, TreeNode.build(entries.entrySet().iterator(), entries.size()));
    }

    /** This very tree where the key held this very value before. */
    public SortedTree<K, V> with(K key, V value) {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(value, "value");
        TreeNode<K, V> changed = TreeNode.insert(root, key, value, order);
        return changed == root ? this : new SortedTree<>(order, changed);
    }

    /** This very tree where the key is absent. */
    public SortedTree<K, V> without(K key) {
        TreeNode<K, V> changed = TreeNode.remove(root, key, order);
        return changed == root ? this : new SortedTree<>(order, changed);
    }

    public @Nullable V get(K key) {
        TreeNode<K, V> at = root;
        while (at != null) {
            int side = order.compare(key, at.key);
            if (side == 0) {
                return at.value;
            }
            at = side < 0 ? at.left : at.right;
        }
        return null;
    }

    public boolean containsKey(K key) {
        return get(key) != null;
    }

    public int size() {
        return TreeNode.sizeOf(root);
    }

    public boolean isEmpty() {
        return root == null;
    }

    /** The value of the entry that has {@code index} entries before it; O(log n). */
    public V valueAt(int index) {
        return nodeAt(index).value;
    }

    /** The key of the entry that has {@code index} entries before it; O(log n). */
    public K keyAt(int index) {
        return nodeAt(index).key;
    }

    private TreeNode<K, V> nodeAt(int index) {
        Objects.checkIndex(index, size());
        TreeNode<K, V> at = root;
        int before = index;
        while (at != null) {
            int leftSize = TreeNode.sizeOf(at.left);
            if (before == leftSize) {
                return at;
            }
            if (before < leftSize) {
                at = at.left;
            } else {
                before -= leftSize + 1;
                at = at.right;
            }
        }
        throw new IllegalStateException("index " + index + " is within the size but in no subtree");
    }

    public Map.@Nullable Entry<K, V> firstEntry() {
        return root == null ? null : entry(root.first());
    }

    public Map.@Nullable Entry<K, V> lastEntry() {
        return root == null ? null : entry(root.last());
    }

    /** All entries in key order; O(1) to obtain. */
    public Iterable<Map.Entry<K, V>> entries() {
        return () -> new EntryIterator<>(root);
    }

    /** The values in key order as an unmodifiable list over this tree; O(1) to obtain, O(log n) for an element. */
    public List<V> values() {
        return new ValueList<>(this);
    }

    public void forEach(BiConsumer<? super K, ? super V> action) {
        for (Map.Entry<K, V> entry : entries()) {
            action.accept(entry.getKey(), entry.getValue());
        }
    }

    /** Equal when both hold equal keys with equal values in the same order. */
    @Override
    public boolean equals(Object other) {
        if (!(other instanceof SortedTree<?, ?> that) || size() != that.size()) {
            return false;
        }
        Iterator<? extends Map.Entry<?, ?>> theirs = that.entries().iterator();
        for (Map.Entry<K, V> mine : entries()) {
            if (!mine.equals(theirs.next())) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (Map.Entry<K, V> entry : entries()) {
            hash = 31 * hash + entry.hashCode();
        }
        return hash;
    }

    @Override
    public String toString() {
        return "SortedTree[" + size() + " entries]";
    }

    /** For tests that ask which nodes two trees share. */
    @Nullable
    TreeNode<K, V> root() {
        return root;
    }

    private static <K, V> Map.Entry<K, V> entry(TreeNode<K, V> node) {
        return Map.entry(node.key, node.value);
    }

    /** Keeps its own stack, as deep as the tree is high, of the nodes whose entry and right side are still to come. */
    private static final class EntryIterator<K, V> implements Iterator<Map.Entry<K, V>> {
        private final Deque<TreeNode<K, V>> pending = new ArrayDeque<>();

        EntryIterator(@Nullable TreeNode<K, V> root) {
            descend(root);
        }

        @Override
        public boolean hasNext() {
            return !pending.isEmpty();
        }

        @Override
        public Map.Entry<K, V> next() {
            if (pending.isEmpty()) {
                throw new NoSuchElementException("after the last entry of a tree");
            }
            TreeNode<K, V> node = pending.pop();
            descend(node.right);
            return entry(node);
        }

        private void descend(@Nullable TreeNode<K, V> from) {
            for (TreeNode<K, V> at = from; at != null; at = at.left) {
                pending.push(at);
            }
        }
    }

    private static final class ValueList<V> extends AbstractList<V> {
        private final SortedTree<?, V> tree;

        ValueList(SortedTree<?, V> tree) {
            this.tree = tree;
        }

        @Override
        public V get(int index) {
            return tree.valueAt(index);
        }

        @Override
        public int size() {
            return tree.size();
        }

        @Override
        public Iterator<V> iterator() {
            return valuesOf(tree);
        }

        private static <K, V> Iterator<V> valuesOf(SortedTree<K, V> tree) {
            Iterator<Map.Entry<K, V>> entries = tree.entries().iterator();
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return entries.hasNext();
                }

                @Override
                public V next() {
                    return entries.next().getValue();
                }
            };
        }
    }
}
