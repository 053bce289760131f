package io.crossweave.clouds.eventhubs;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a receiver begins, as its selector filter says it. */
sealed interface StartAt {
    record Latest() implements StartAt {}

    /** Offset, sequence number or enqueued time (epoch milliseconds) to begin after, or at. */
    record Mark(Unit unit, long value, Bound bound) implements StartAt {}

    enum Unit {
        OFFSET,
        SEQUENCE,
        ENQUEUED_MS
    }

    enum Bound {
        AFTER,
        AT
    }

    StartAt EARLIEST = new Mark(Unit.OFFSET, -1, Bound.AFTER);

    Pattern SELECTOR =
            Pattern.compile("amqp\\.annotation\\.x-opt-(offset|sequence-number|enqueued-time)\\s*(>=?)\\s*'([^']*)'");

    /** Empty for a selector that the service would not understand either. */
    static Optional<StartAt> parse(String selector) {
        Matcher found = SELECTOR.matcher(selector.strip());
        if (!found.matches()) {
            return Optional.empty();
        }
        if (found.group(3).equals("@latest")) {
            return Optional.of(new Latest());
        }
        Bound bound = found.group(2).equals(">=") ? Bound.AT : Bound.AFTER;
        try {
            return Optional.of(new Mark(unit(found.group(1)), Long.parseLong(found.group(3)), bound));
        } catch (NumberFormatException notANumber) {
            return Optional.empty();
        }
    }

    private static Unit unit(String name) {
        return switch (name) {
            case "offset" -> Unit.OFFSET;
            case "sequence-number" -> Unit.SEQUENCE;
            default -> Unit.ENQUEUED_MS; // the pattern knows three names
        };
    }
}
