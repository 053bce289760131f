package io.crossweave.core.publish;

import io.crossweave.core.document.JsonArray;
import io.crossweave.core.document.JsonNumber;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonPointer;
import io.crossweave.core.document.JsonString;
import io.crossweave.core.document.JsonValue;
import io.crossweave.core.event.EntryKind;
import io.crossweave.core.model.ContextType;
import io.crossweave.core.model.MergeRule;
import io.crossweave.core.state.ContextState;
import io.crossweave.core.state.Entry;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The document that a set of entries shows, from the words of the laws and nothing of the product's own view: slow, from scratch, path
 * by path. Its order of JSON values is its own as well.
 */
final class ReferenceView {
    /** What stands of a losing twin is as old as the twin that counts, and goes behind what that one wrote (L1). */
    private static final Comparator<Entry> BY_AGE = Comparator.<Entry>comparingLong(
                    e -> (e.loser() == null ? e.hlc() : e.loser().countsHlc()).packed())
            .thenComparing(e -> (e.loser() == null ? e.id().dot() : e.loser().counts()).site())
            .thenComparingLong(
                    e -> (e.loser() == null ? e.id().dot() : e.loser().counts()).counter())
            .thenComparingInt(e -> e.loser() == null ? 1 : 0)
            .thenComparing(e -> e.id().dot().site())
            .thenComparingLong(e -> e.id().dot().counter())
            .thenComparingInt(e -> e.id().ordinal());

    private final ContextType type;

    private ReferenceView(ContextType type) {
        this.type = type;
    }

    static @Nullable JsonValue of(ContextState state) {
        return of(shown(state), state.type());
    }

    static @Nullable JsonValue of(Collection<Entry> shown, ContextType type) {
        return new ReferenceView(type).at(JsonPointer.ROOT, List.copyOf(shown));
    }

    /** The entries that a view counts: newer than the delete stamp, of no losing twin. */
    static List<Entry> shown(ContextState state) {
        var shown = new ArrayList<Entry>();
        for (Entry entry : state.live().values()) {
            var stamp = state.deleteStamp();
            boolean newer = stamp == null
                    || entry.hlc().packed() > stamp.hlc().packed()
                    || (entry.hlc().equals(stamp.hlc())
                            && entry.id().dot().site().compareTo(stamp.site()) > 0);
            if (newer && !state.givenWay(entry.id().dot()).contains(entry.id())) {
                shown.add(entry);
            }
        }
        return shown;
    }

    private enum Kind {
        WHOLE,
        OBJECT,
        LOG,
        SET,
        COUNTER
    }

    private @Nullable JsonValue at(JsonPointer path, List<Entry> all) {
        Entry newest = null;
        for (Entry entry : all) {
            boolean here = entry.path().equals(path) || path.isAncestorOf(entry.path());
            if (here && (newest == null || BY_AGE.compare(entry, newest) > 0)) {
                newest = entry;
            }
        }
        if (newest == null) {
            return null;
        }
        Kind kind = kindAt(path, newest);
        var ofKind = new ArrayList<Entry>();
        for (Entry entry : all) {
            if ((entry.path().equals(path) || path.isAncestorOf(entry.path())) && kindAt(path, entry) == kind) {
                ofKind.add(entry);
            }
        }
        ofKind.sort(BY_AGE);
        return switch (kind) {
            case WHOLE -> chosen(type.ruleAt(path), ofKind).value();
            case OBJECT -> object(path, ofKind);
            case LOG -> JsonArray.of(valuesOf(ofKind, EntryKind.APPEND));
            case SET -> set(valuesOf(ofKind, EntryKind.MEMBER));
            case COUNTER -> sum(ofKind);
        };
    }

    /** The whole value that a rule shows of some, oldest first. */
    private static Entry chosen(MergeRule rule, List<Entry> wholes) {
        var counting = new ArrayList<>(wholes);
        wholes.stream()
                .filter(Entry::reconciles)
                .reduce((older, newer) -> newer)
                .ifPresent(newest -> counting.removeIf(entry -> entry.reconciles() && !entry.equals(newest)));
        Entry chosen = counting.getFirst();
        for (Entry next : counting) {
            boolean better = switch (rule) {
                case MAX -> numberedCompare(next.value(), chosen.value(), 1) > 0;
                case MIN -> numberedCompare(next.value(), chosen.value(), -1) > 0;
                case PRIORITY -> rank(next.source()) >= rank(chosen.source());
                case LWW, MANUAL, RESOLVER, LOG, SET, COUNTER -> true;
            };
            chosen = better ? next : chosen;
        }
        return chosen;
    }

    /** Numbers are better than anything else; of two numbers, or of two others, the greater is, or with a sign of -1 the lesser. */
    static int numberedCompare(JsonValue left, JsonValue right, int sign) {
        int byKind = Boolean.compare(left instanceof JsonNumber, right instanceof JsonNumber);
        return byKind != 0 ? byKind : sign * compare(left, right);
    }

    private static int rank(String source) {
        return List.of("automation", "agent", "human").indexOf(source);
    }

    private Kind kindAt(JsonPointer path, Entry entry) {
        if (!entry.path().equals(path)) {
            return Kind.OBJECT;
        }
        return switch (entry.kind()) {
            case APPEND -> Kind.LOG;
            case MEMBER -> Kind.SET;
            case INCREMENT -> Kind.COUNTER;
            case REGISTER -> {
                boolean emptyArray = Replica.textOf(entry.value()).equals("[]");
                MergeRule rule = type.ruleAt(path);
                yield Replica.textOf(entry.value()).equals("{}")
                        ? Kind.OBJECT
                        : emptyArray && rule == MergeRule.LOG
                                ? Kind.LOG
                                : emptyArray && rule == MergeRule.SET ? Kind.SET : Kind.WHOLE;
            }
        };
    }

    private JsonObject object(JsonPointer path, List<Entry> entries) {
        var names = new TreeSet<String>();
        entries.stream()
                .filter(entry -> !entry.path().equals(path))
                .forEach(entry -> names.add(entry.path().token(path.depth())));
        JsonObject object = JsonObject.EMPTY;
        for (String name : names) {
            JsonValue member = at(path.child(name), entries);
            object = object.with(name, member == null ? JsonObject.EMPTY : member);
        }
        return object;
    }

    private static List<JsonValue> valuesOf(List<Entry> entries, EntryKind kind) {
        return entries.stream()
                .filter(entry -> entry.kind() == kind)
                .map(Entry::value)
                .toList();
    }

    private static JsonArray set(List<JsonValue> oldestFirst) {
        var distinct = new ArrayList<JsonValue>();
        for (JsonValue value : oldestFirst) {
            if (distinct.stream().noneMatch(value::equals)) {
                distinct.add(value);
            }
        }
        distinct.sort(ReferenceView::compare);
        return JsonArray.of(distinct);
    }

    private static JsonNumber sum(List<Entry> increments) {
        BigDecimal sum = BigDecimal.ZERO;
        for (Entry entry : increments) {
            sum = sum.add(((JsonNumber) entry.value()).decimal());
        }
        return JsonNumber.of(sum.signum() == 0 ? "0" : sum.stripTrailingZeros().toPlainString());
    }

    /** Null, false, true, numbers, strings, arrays, objects. */
    static int compare(JsonValue left, JsonValue right) {
        if (rank(left) != rank(right)) {
            return Integer.compare(rank(left), rank(right));
        }
        if (left instanceof JsonNumber number) {
            return number.decimal().compareTo(((JsonNumber) right).decimal());
        }
        if (left instanceof JsonString(String text)) {
            return text.compareTo(((JsonString) right).value());
        }
        if (left instanceof JsonArray array) {
            JsonArray other = (JsonArray) right;
            for (int i = 0; i < Math.min(array.size(), other.size()); i++) {
                int byElement = compare(array.get(i), other.get(i));
                if (byElement != 0) {
                    return byElement;
                }
            }
            return Integer.compare(array.size(), other.size());
        }
        return left instanceof JsonObject object ? compareObjects(object, (JsonObject) right) : 0;
    }

    private static int compareObjects(JsonObject left, JsonObject right) {
        var lefts = left.members().iterator();
        var rights = right.members().iterator();
        while (lefts.hasNext() && rights.hasNext()) {
            var one = lefts.next();
            var other = rights.next();
            int byName = one.getKey().compareTo(other.getKey());
            int byMember = byName != 0 ? byName : compare(one.getValue(), other.getValue());
            if (byMember != 0) {
                return byMember;
            }
        }
        return Boolean.compare(lefts.hasNext(), rights.hasNext());
    }

    private static int rank(JsonValue value) {
        char first = Replica.textOf(value).charAt(0);
        return "nft0\"[{".indexOf(first == '-' || Character.isDigit(first) ? '0' : first);
    }
}
