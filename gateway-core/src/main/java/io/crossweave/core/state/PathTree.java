package io.crossweave.core.state;

import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonPointer;
import io.crossweave.core.document.JsonValue;
import io.crossweave.core.model.ContextType;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The shown entries of a context by path, and the document that they add up to. */
final class PathTree {
    private final ContextType type;
    private final PathNode root;
    /** Paths whose rule awaits a decision between values that stand there. */
    private final TreeSet<JsonPointer> provisional = new TreeSet<>();
    /** A copy of those that others may keep; null while they have changed. */
    private @Nullable List<JsonPointer> provisionalNow = List.of();

    PathTree(ContextType type) {
        this.type = type;
        this.root = new PathNode(JsonPointer.ROOT, type);
    }

    /** The paths whose rule awaits a decision between values that stand there, ascending. */
    List<JsonPointer> provisional() {
        if (provisionalNow == null) {
            provisionalNow = List.copyOf(provisional);
        }
        return provisionalNow;
    }

    /** The document, or null where no entry is shown. */
    @Nullable
    JsonObject document() {
        return root.shown() instanceof JsonObject object ? object : null;
    }

    @Nullable
    JsonValue shownAt(JsonPointer path) {
        JsonObject document = document();
        return document == null ? null : document.at(path);
    }

    @Nullable
    PathNode node(JsonPointer path) {
        PathNode node = root;
        for (int i = 0; i < path.depth() && node != null; i++) {
            node = node.child(path.token(i));
        }
        return node;
    }

    /** What competes at a path; null where nothing is. */
    @Nullable
    Contest contestAt(JsonPointer path) {
        PathNode node = node(path);
        return node == null || node.shown() == null ? null : node.contest();
    }

    void put(Entry entry) {
        List<PathNode> above = new ArrayList<>(entry.path().depth());
        PathNode node = root;
        for (int i = 0; i < entry.path().depth(); i++) {
            above.add(node);
            node = node.childOrNew(entry.path().token(i), type);
        }
        node.put(entry);
        refresh(above, node);
    }

    void remove(Entry entry) {
        List<PathNode> above = new ArrayList<>(entry.path().depth());
        PathNode node = root;
        for (int i = 0; i < entry.path().depth(); i++) {
            above.add(node);
            PathNode child = node.child(entry.path().token(i));
            if (child == null) {
                return;
            }
            node = child;
        }
        node.remove(entry);
        refresh(above, node);
    }

    private void refresh(List<PathNode> above, PathNode changed) {
        mark(changed);
        for (int i = above.size() - 1; i >= 0; i--) {
            above.get(i).childChanged(changed.path().token(i));
            mark(above.get(i));
        }
    }

    private void mark(PathNode node) {
        if (node.rule().awaitsDecision()
                && (node.isProvisional() ? provisional.add(node.path()) : provisional.remove(node.path()))) {
            provisionalNow = null;
        }
    }

    /** Entries at a path and below it. */
    void forEachAtOrBelow(JsonPointer path, Consumer<? super Entry> visit) {
        PathNode node = node(path);
        if (node != null) {
            node.forEachAtOrBelow(visit);
        }
    }

    /** The same, but for what stands at the paths of logs. */
    void forEachAtOrBelowExceptLogs(JsonPointer path, Consumer<? super Entry> visit) {
        PathNode node = node(path);
        if (node != null) {
            node.forEachAtOrBelowExceptLogs(visit);
        }
    }

    /** What stands above an entry's path, at it with another kind, and below it unless the entry says no more than "an object". */
    void forEachNear(Entry entry, Consumer<? super Entry> visit) {
        PathNode node = root;
        for (int i = 0; i < entry.path().depth() && node != null; i++) {
            node.forEachHere(visit);
            node = node.child(entry.path().token(i));
        }
        if (node != null) {
            node.forEachBeside(entry, visit);
            if (!entry.isEmptyObject()) {
                node.children().values().forEach(child -> child.forEachAtOrBelow(visit));
            }
        }
    }

    /** Entries above a path that are no objects: a write below them replaces them. */
    void forEachScalarAbove(JsonPointer path, Consumer<? super Entry> visit) {
        PathNode node = root;
        for (int i = 0; i < path.depth() && node != null; i++) {
            node.forEachHere(entry -> {
                if (!entry.isEmptyObject()) {
                    visit.accept(entry);
                }
            });
            node = node.child(path.token(i));
        }
    }
}
