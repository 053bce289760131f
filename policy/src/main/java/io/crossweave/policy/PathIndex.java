package io.crossweave.policy;

import io.crossweave.core.document.JsonArray;
import io.crossweave.core.document.JsonBoolean;
import io.crossweave.core.document.JsonNull;
import io.crossweave.core.document.JsonNumber;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonPointer;
import io.crossweave.core.document.JsonString;
import io.crossweave.core.document.JsonValue;
import io.crossweave.core.document.PathPattern;
import io.crossweave.core.event.Addition;
import io.crossweave.core.event.EntryKind;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Marks on path patterns, as a tree of tokens, and the marks that an addition touches: at its path, and at every place inside its value,
 * because an array is one entry however much lies within. The most specific pattern decides for a place
 * ({@link PathPattern#compareSpecificity}); a pattern without {@code **} covers what lies below it too, unless another pattern says
 * otherwise. Names are compared in Unicode normal form C.
 */
final class PathIndex {
    /** Stands for the index of a log's or set's element, which only the merged document knows. */
    private static final String ELEMENT = new String("element");

    private static final class Node {
        private final TreeMap<String, Node> named = new TreeMap<>();
        private @Nullable Node any;
        /** The mark of a pattern that ends here. */
        private @Nullable String end;
        /** The mark of a pattern that ends here with {@code **}. */
        private @Nullable String open;

        boolean tellsPlacesBelowApart() {
            return !named.isEmpty() || any != null || (end != null && open != null);
        }
    }

    private final Node root = new Node();
    private boolean empty = true;

    void add(PathPattern pattern, String mark) {
        Node node = root;
        boolean open = false;
        for (String token : JsonPointer.parse(pattern.toString()).tokens()) {
            switch (token) {
                case "**" -> open = true;
                case "*" -> {
                    if (node.any == null) {
                        node.any = new Node();
                    }
                    node = node.any;
                }
                default -> node = node.named.computeIfAbsent(normalised(token), absent -> new Node());
            }
        }
        if (open) {
            node.open = mark;
        } else {
            node.end = mark;
        }
        empty = false;
    }

    /** Whether the addition touches any mark. */
    boolean touches(Addition addition) {
        if (empty) {
            return false;
        }
        var marks = new TreeSet<String>();
        collect(addition, marks);
        return !marks.isEmpty();
    }

    /** Adds the marks that the addition touches. */
    void collect(Addition addition, SortedSet<String> marks) {
        if (empty) {
            return;
        }
        List<String> place = new ArrayList<>(addition.path().depth() + 4);
        for (int i = 0; i < addition.path().depth(); i++) {
            place.add(normalised(addition.path().token(i)));
        }
        if (addition.kind() == EntryKind.APPEND || addition.kind() == EntryKind.MEMBER) {
            find(root, place, 0, marks);
            place.add(ELEMENT);
        }
        walk(place, addition.value(), marks);
    }

    private void walk(List<String> place, JsonValue value, SortedSet<String> marks) {
        find(root, place, 0, marks);
        switch (value) {
            case JsonObject object -> {
                if (tellsPlacesBelowApart(root, place, 0)) {
                    object.forEach((name, member) -> step(place, normalised(name), member, marks));
                }
            }
            case JsonArray array -> {
                if (tellsPlacesBelowApart(root, place, 0)) {
                    for (int i = 0; i < array.size(); i++) {
                        step(place, Integer.toString(i), array.get(i), marks);
                    }
                }
            }
            case JsonString _, JsonNumber _, JsonBoolean _, JsonNull _ -> {}
        }
    }

    private void step(List<String> place, String token, JsonValue value, SortedSet<String> marks) {
        place.addLast(token);
        walk(place, value, marks);
        place.removeLast();
    }

    /** Adds the mark of the most specific pattern below {@code node} that covers the place; false where none does. */
    private static boolean find(Node node, List<String> place, int position, SortedSet<String> marks) {
        if (position == place.size()) {
            return mark(node.end != null ? node.end : node.open, marks);
        }
        boolean found = false;
        String token = place.get(position);
        if (isElement(token)) {
            // The element may be the one that a pattern names by its index, or another one: all that could be said of
            // it counts.
            for (var indexed : node.named.entrySet()) {
                found |= isIndex(indexed.getKey()) && find(indexed.getValue(), place, position + 1, marks);
            }
        } else {
            Node named = node.named.get(token);
            if (named != null && find(named, place, position + 1, marks)) {
                return true;
            }
        }
        if (node.any != null && find(node.any, place, position + 1, marks)) {
            return true;
        }
        return mark(node.open != null ? node.open : node.end, marks) || found;
    }

    private static boolean mark(@Nullable String mark, SortedSet<String> marks) {
        if (mark != null) {
            marks.add(mark);
        }
        return mark != null;
    }

    /** Whether places below this one may have another mark than it has. */
    private static boolean tellsPlacesBelowApart(Node node, List<String> place, int position) {
        if (position == place.size()) {
            return node.tellsPlacesBelowApart();
        }
        String token = place.get(position);
        if (node.any != null && tellsPlacesBelowApart(node.any, place, position + 1)) {
            return true;
        }
        if (isElement(token)) {
            return node.named.entrySet().stream()
                    .anyMatch(indexed -> isIndex(indexed.getKey())
                            && tellsPlacesBelowApart(indexed.getValue(), place, position + 1));
        }
        Node named = node.named.get(token);
        return named != null && tellsPlacesBelowApart(named, place, position + 1);
    }

    @SuppressWarnings("ReferenceEquality") // a member may be named like it
    private static boolean isElement(String token) {
        return token == ELEMENT;
    }

    private static boolean isIndex(String token) {
        return !token.isEmpty() && token.chars().allMatch(digit -> digit >= '0' && digit <= '9');
    }

    private static String normalised(String token) {
        for (int i = 0; i < token.length(); i++) {
            // Below U+0300 every text is in normal form C already.
            if (token.charAt(i) >= 0x300) {
                return Normalizer.normalize(token, Normalizer.Form.NFC);
            }
        }
        return token;
    }
}
