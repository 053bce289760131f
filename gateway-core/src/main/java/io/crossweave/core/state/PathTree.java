package io.crossweave.core.state;

import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonPointer;
import io.crossweave.core.document.JsonValue;
import io.crossweave.core.model.ContextType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The shown entries of a context by path, and the document that they add up to. */
final class PathTree {
    private final ContextType type;
    private final PathNode root;

    PathTree(ContextType type) {
        this.type = type;
        this.root = new PathNode(JsonPointer.ROOT, type);
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

    void put(Entry entry) {
        List<PathNode> above = new ArrayList<>(entry.path().depth());
        PathNode node = root;
        for (int i = 0; i < entry.path().depth(); i++) {
            above.add(node);
            node = node.childOrNew(entry.path().token(i), type);
        }
        node.put(entry);
        refresh(above, entry.path());
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
        refresh(above, entry.path());
    }

    private static void refresh(List<PathNode> above, JsonPointer path) {
        for (int i = above.size() - 1; i >= 0; i--) {
            above.get(i).childChanged(path.token(i));
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
