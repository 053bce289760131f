package io.crossweave.cli.process;

import java.time.Duration;

/** How long to wait before a child that died is started again: doubled each time, from the start again after a long life. */
final class Backoff {
    private static final Duration FIRST = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final Duration LONG_LIFE = Duration.ofMinutes(1);

    private Duration next = FIRST;

    Duration after(Duration life) {
        Duration wait = life.compareTo(LONG_LIFE) < 0 ? next : FIRST;
        Duration doubled = wait.multipliedBy(2);
        next = doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
        return wait;
    }
}
