package io.crossweave.core.state;

import io.crossweave.core.document.JsonNumber;
import io.crossweave.core.document.JsonValue;
import io.crossweave.core.document.ValueOrder;
import io.crossweave.core.model.MergeRule;
import java.util.Comparator;

/**
 * In which order a rule prefers the whole values that stand at a path: the greatest is shown (L5). Each order is total over all entries,
 * whatever their values and sources, so the view depends on nothing but the entries.
 */
public final class RegisterOrder {
    /** Numbers before all else, so that a stray text never hides them, neither as the greatest nor as the least. */
    private static final Comparator<JsonValue> NUMBERS_LAST =
            Comparator.comparingInt(value -> value instanceof JsonNumber ? 1 : 0);

    private static final Comparator<JsonValue> GREATEST = NUMBERS_LAST.thenComparing(ValueOrder.CANONICAL);
    private static final Comparator<JsonValue> LEAST = NUMBERS_LAST.thenComparing(ValueOrder.CANONICAL.reversed());

    /** Equal numbers may be written differently: the oldest entry is the one that is shown, as in sets. */
    private static final Comparator<Entry> BY_MAX =
            Comparator.comparing(Entry::value, GREATEST).thenComparing(Comparator.reverseOrder());

    private static final Comparator<Entry> BY_MIN =
            Comparator.comparing(Entry::value, LEAST).thenComparing(Comparator.reverseOrder());

    private static final Comparator<Entry> BY_RANK =
            Comparator.<Entry>comparingInt(entry -> rank(entry.source())).thenComparing(Comparator.naturalOrder());

    private RegisterOrder() {}

    public static Comparator<Entry> of(MergeRule rule) {
        return switch (rule) {
            case MAX -> BY_MAX;
            case MIN -> BY_MIN;
            case PRIORITY -> BY_RANK;
            case LWW, MANUAL, RESOLVER, LOG, SET, COUNTER -> Comparator.naturalOrder();
        };
    }

    /** The greater goes on of two values that one site wrote, one after the other, at a path with such a rule. */
    static Comparator<JsonValue> ofExtremes(MergeRule rule) {
        return rule == MergeRule.MIN ? LEAST : GREATEST;
    }

    /** Human before agent before automation before whoever is not known. */
    private static int rank(String source) {
        return switch (source) {
            case "human" -> 3;
            case "agent" -> 2;
            case "automation" -> 1;
            default -> 0;
        };
    }
}
