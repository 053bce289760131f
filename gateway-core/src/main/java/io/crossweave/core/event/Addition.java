package io.crossweave.core.event;

import io.crossweave.core.document.JsonNumber;
import io.crossweave.core.document.JsonPointer;
import io.crossweave.core.document.JsonValue;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.model.EntryId;
import io.crossweave.core.model.Hlc;
import java.math.BigDecimal;
import java.util.List;

/**
 * An entry that an event adds. Throws IllegalArgumentException for an increment that no sum could take: views rely on it.
 *
 * @param ordinal its place in the event, from 0, and with the event's dot its identity
 * @param classification the classes of the path when it was stamped, and of where the value was copied from ({@link
 *     io.crossweave.core.model.Classes}); empty where unclassified. They travel with every form of the event
 * @param replaces those of the event's removals in whose place a value or a member came, ascending: where the event is a losing twin, they
 *     decide whether this gives way (L1)
 * @param asOf how old it is where it takes the place of older entries, as the sum of increments does; {@link Hlc#ZERO} for one that is as
 *     old as its event (L16)
 */
public record Addition(
        int ordinal,
        JsonPointer path,
        EntryKind kind,
        JsonValue value,
        String classification,
        List<EntryId> replaces,
        Hlc asOf) {
    public Addition {
        replaces = List.copyOf(replaces);
        if (kind == EntryKind.INCREMENT && !(value instanceof JsonNumber number && isCountable(number))) {
            throw new IllegalArgumentException(
                    "an increment is a number of at most " + Limits.SUM_DIGITS_MAX + " digits");
        }
    }

    /** One that is as old as its event. */
    public Addition(
            int ordinal,
            JsonPointer path,
            EntryKind kind,
            JsonValue value,
            String classification,
            List<EntryId> replaces) {
        this(ordinal, path, kind, value, classification, replaces, Hlc.ZERO);
    }

    /** One that takes no other entry's place. */
    public Addition(int ordinal, JsonPointer path, EntryKind kind, JsonValue value, String classification) {
        this(ordinal, path, kind, value, classification, List.of());
    }

    /** The same, but as old as a clock value says. */
    public Addition asOf(Hlc older) {
        return new Addition(ordinal, path, kind, value, classification, replaces, older);
    }

    /** Whether a number is one that counters take. */
    public static boolean isIncrement(JsonNumber number) {
        return isCountable(number);
    }

    /** The difference of two sums has more digits than what clients may add, and still so few that adding costs nothing. */
    private static boolean isCountable(JsonNumber number) {
        BigDecimal decimal = number.decimal();
        return decimal.precision() <= Limits.SUM_DIGITS_MAX
                && Math.abs((long) decimal.scale()) <= Limits.SUM_DIGITS_MAX;
    }
}
