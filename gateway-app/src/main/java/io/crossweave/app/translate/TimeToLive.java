package io.crossweave.app.translate;

import io.crossweave.app.problem.ProblemException;
import io.crossweave.app.problem.ProblemType;
import io.crossweave.core.document.JsonNumber;
import io.crossweave.core.document.JsonValue;
import io.crossweave.core.limits.Limits;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Times to live, in whole seconds; 0 where none is named. */
final class TimeToLive {
    private static final BigDecimal MAX = BigDecimal.valueOf(Limits.TTL_S_MAX);
    private static final String ALLOWED = "must be a whole number of seconds from 1 to " + Limits.TTL_S_MAX;
    private static final int HEADER_CHARS_MAX = 32;

    private TimeToLive() {}

    /** Of an event's metadata. */
    static long of(@Nullable Members metadata) {
        JsonValue value = metadata == null ? null : metadata.get("ttl");
        if (metadata == null || value == null) {
            return 0;
        }
        String pointer = metadata.pointer("ttl");
        if (!(value instanceof JsonNumber number)) {
            throw Members.malformed(pointer, "must be a number, not " + RequestJson.kindOf(value));
        }
        if (!isAllowed(number.decimal())) {
            throw Members.refused(ProblemType.INVALID_TTL, pointer, ALLOWED);
        }
        return number.decimal().longValueExact();
    }

    /** Of a header. */
    static long ofHeader(String name, @Nullable String value) {
        if (value == null) {
            return 0;
        }
        BigDecimal seconds = decimal(value.strip());
        if (seconds == null) {
            throw ProblemException.of(ProblemType.MALFORMED_REQUEST, name + " must be a number");
        }
        if (!isAllowed(seconds)) {
            throw ProblemException.of(ProblemType.INVALID_TTL, name + " " + ALLOWED);
        }
        return seconds.longValueExact();
    }

    private static @Nullable BigDecimal decimal(String text) {
        try {
            return text.length() > HEADER_CHARS_MAX ? null : new BigDecimal(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** The bounds come first: what is within them has so few digits that looking behind the point costs nothing. */
    private static boolean isAllowed(BigDecimal seconds) {
        return seconds.compareTo(BigDecimal.ONE) >= 0
                && seconds.compareTo(MAX) <= 0
                && seconds.stripTrailingZeros().scale() <= 0;
    }
}
