package io.crossweave.core.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SortedTreeTest {
    private static final SortedTree<Integer, String> EMPTY = SortedTree.empty(Comparator.naturalOrder());

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void agreesWithTreeMapAfterEachOfManyRandomChanges(long seed) {
        Random random = new Random(seed);
        TreeMap<Integer, String> expected = new TreeMap<>();
        SortedTree<Integer, String> tree = EMPTY;
        for (int step = 0; step < 4_000; step++) {
            int key = random.nextInt(400);
            if (random.nextInt(5) < 2) {
                tree = tree.without(key);
                expected.remove(key);
            } else {
                tree = tree.with(key, "v" + step);
                expected.put(key, "v" + step);
            }
            assertThat(tree.size()).isEqualTo(expected.size());
            assertThat(tree.get(key)).isEqualTo(expected.get(key));
            if (step % 50 == 0) {
                assertSame(tree, expected);
            }
        }
        assertSame(tree, expected);
    }

    @Test
    void oldVersionsStandUnchanged() {
        Random random = new Random(6);
        SortedTree<Integer, String> tree = EMPTY;
        TreeMap<Integer, String> map = new TreeMap<>();
        List<SortedTree<Integer, String>> versions = new ArrayList<>();
        List<TreeMap<Integer, String>> contents = new ArrayList<>();
        for (int step = 0; step < 300; step++) {
            versions.add(tree);
            contents.add(new TreeMap<>(map));
            int key = random.nextInt(60);
            tree = step % 3 == 0 ? tree.without(key) : tree.with(key, "v" + step);
            if (step % 3 == 0) {
                map.remove(key);
            } else {
                map.put(key, "v" + step);
            }
        }
        for (int i = 0; i < versions.size(); i++) {
            assertSame(versions.get(i), contents.get(i));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, -1})
    void staysFlatWhenKeysArriveInOrder(int direction) {
        SortedTree<Integer, String> tree = EMPTY;
        for (int i = 0; i < 100_000; i++) {
            tree = tree.with(direction * i, "v");
        }
        // 2.5 log2(100,000) is 41.5.
        assertThat(height(tree.root())).isLessThan(42);
        assertBalanced(tree);
    }

    @Test
    void aChangeAllocatesLogarithmicallyManyNodes() {
        Set<TreeNode<?, ?>> known = Collections.newSetFromMap(new IdentityHashMap<>());
        SortedTree<Integer, String> tree = EMPTY;
        int worst = 0;
        for (int i = 0; i < 10_000; i++) {
            tree = tree.with(i, "v");
            worst = Math.max(worst, addNewNodes(tree, known));
        }
        assertThat(worst).isLessThan(40);
        assertThat(known).hasSizeLessThan(10_000 * 20);
    }

    @Test
    void aChangeThatChangesNothingGivesTheSameTree() {
        SortedTree<Integer, String> tree = EMPTY.with(1, "a").with(2, "b").with(3, "c");

        assertThat(tree.with(2, "b")).isSameAs(tree);
        assertThat(tree.without(4)).isSameAs(tree);
        assertThat(EMPTY.without(4)).isSameAs(EMPTY);
    }

    @Test
    void firstKeyStaysWhereTheOrderSeesNoDifference() {
        SortedTree<String, String> tree = SortedTree.<String, String>empty(String.CASE_INSENSITIVE_ORDER)
                .with("Key", "old")
                .with("KEY", "new");

        assertThat(tree.entries()).containsExactly(Map.entry("Key", "new"));
    }

    @Test
    void copyOfHoldsWhatTheMapHolds() {
        for (int size : new int[] {0, 1, 2, 3, 7, 8, 1_000}) {
            TreeMap<Integer, String> map = new TreeMap<>(Comparator.<Integer>reverseOrder());
            for (int i = 0; i < size; i++) {
                map.put(i, "v" + i);
            }
            SortedTree<Integer, String> tree = SortedTree.copyOf(map);
            assertSame(tree, map);
            assertThat(tree.with(-1, "last").lastEntry()).isEqualTo(Map.entry(-1, "last"));
        }
    }

    @Test
    void valueAtRefusesIndexesOutsideOfTheTree() {
        SortedTree<Integer, String> tree = EMPTY.with(1, "a");

        assertThatThrownBy(() -> tree.valueAt(1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> tree.valueAt(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> EMPTY.valueAt(0)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void equalityLooksAtEntriesAndNotAtShape() {
        SortedTree<Integer, String> up = EMPTY;
        SortedTree<Integer, String> down = EMPTY;
        for (int i = 0; i < 100; i++) {
            up = up.with(i, "v" + i);
            down = down.with(99 - i, "v" + (99 - i));
        }
        assertThat(up).isEqualTo(down).hasSameHashCodeAs(down);
        assertThat(up.with(5, "other")).isNotEqualTo(down);
        assertThat(up.without(5)).isNotEqualTo(down);
    }

    private static void assertSame(SortedTree<Integer, String> tree, NavigableMap<Integer, String> expected) {
        assertThat(tree.entries()).containsExactlyElementsOf(expected.entrySet());
        assertThat(tree.values()).containsExactlyElementsOf(expected.values());
        assertThat(tree.size()).isEqualTo(expected.size());
        assertThat(tree.isEmpty()).isEqualTo(expected.isEmpty());
        assertThat(tree.firstEntry()).isEqualTo(expected.firstEntry());
        assertThat(tree.lastEntry()).isEqualTo(expected.lastEntry());
        int index = 0;
        for (Map.Entry<Integer, String> entry : expected.entrySet()) {
            assertThat(tree.valueAt(index)).isEqualTo(entry.getValue());
            assertThat(tree.get(entry.getKey())).isEqualTo(entry.getValue());
            index++;
        }
        assertBalanced(tree);
    }

    private static void assertBalanced(SortedTree<Integer, String> tree) {
        Deque<TreeNode<Integer, String>> open = new ArrayDeque<>();
        push(open, tree.root());
        while (!open.isEmpty()) {
            TreeNode<Integer, String> node = open.pop();
            long left = TreeNode.sizeOf(node.left) + 1L;
            long right = TreeNode.sizeOf(node.right) + 1L;
            assertThat(node.size).isEqualTo(left + right - 1);
            assertThat(left).isLessThanOrEqualTo(3 * right);
            assertThat(right).isLessThanOrEqualTo(3 * left);
            push(open, node.left);
            push(open, node.right);
        }
    }

    /** Counts the nodes that were in no tree before; below a known node all are known. */
    static <K, V> int addNewNodes(SortedTree<K, V> tree, Set<TreeNode<?, ?>> known) {
        Deque<TreeNode<K, V>> open = new ArrayDeque<>();
        push(open, tree.root());
        int fresh = 0;
        while (!open.isEmpty()) {
            TreeNode<K, V> node = open.pop();
            if (known.add(node)) {
                fresh++;
                push(open, node.left);
                push(open, node.right);
            }
        }
        return fresh;
    }

    private static <K, V> void push(Deque<TreeNode<K, V>> open, @Nullable TreeNode<K, V> node) {
        if (node != null) {
            open.push(node);
        }
    }

    private static int height(@Nullable TreeNode<?, ?> node) {
        return node == null ? 0 : 1 + Math.max(height(node.left), height(node.right));
    }
}
