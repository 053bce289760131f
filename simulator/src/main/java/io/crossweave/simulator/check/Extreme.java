package io.crossweave.simulator.check;

import io.crossweave.core.document.JsonNumber;
import io.crossweave.core.document.JsonObject;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Paths that show the greatest or the least of what was ever written there. */
enum Extreme {
    BEST("best", 1),
    LEAST("least", -1);

    private final String member;
    private final int sign;

    Extreme(String member, int sign) {
        this.member = member;
        this.sign = sign;
    }

    String path() {
        return "/" + member;
    }

    OptionalLong shownIn(JsonObject document) {
        return document.get(member) instanceof JsonNumber number
                ? OptionalLong.of(number.decimal().longValueExact())
                : OptionalLong.empty();
    }

    /** The extreme of what these events wrote. */
    OptionalLong of(Stream<Line> lines) {
        LongStream written = lines.flatMapToLong(line -> line.written(this).stream());
        return sign > 0 ? written.max() : written.min();
    }

    /** Whether what is shown is no less extreme than what is known here, and no more than what was written anywhere. */
    boolean isBetween(OptionalLong shown, OptionalLong here, OptionalLong anywhere) {
        if (shown.isEmpty()) {
            return here.isEmpty();
        }
        boolean enough = here.isEmpty() || sign * shown.getAsLong() >= sign * here.getAsLong();
        boolean possible = anywhere.isPresent() && sign * shown.getAsLong() <= sign * anywhere.getAsLong();
        return enough && possible;
    }
}
