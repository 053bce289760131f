package io.crossweave.cli.replay;

import io.crossweave.cli.CommandFailure;
import io.crossweave.cli.site.Answer;
import io.crossweave.cli.site.Call;
import io.crossweave.cli.site.SiteClient;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Repeats a call until it is answered for good: a site that restarts, is busy or has not heard yet gets time. A repeated publish carries the
 * same event id, so that it has one effect however often it arrives.
 */
final class PatientCaller {
    private static final Set<Integer> NOT_YET = Set.of(409, 429, 502, 503, 504);
    private static final long FIRST_WAIT_MS = 50;
    private static final long LONGEST_WAIT_MS = 2_000;

    private final Duration patience;
    private final LongAdder repeats = new LongAdder();

    PatientCaller(Duration patience) {
        this.patience = patience;
    }

    /** The last answer, which is still one of those that mean "not yet" when patience ends; a failure where there never was any. */
    Answer send(SiteClient site, Call call) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        long waitMs = FIRST_WAIT_MS;
        while (true) {
            try {
                Answer answer = site.send(call);
                if (!NOT_YET.contains(answer.status()) || System.nanoTime() >= deadline) {
                    return answer;
                }
            } catch (IOException e) {
                if (System.nanoTime() >= deadline) {
                    throw new CommandFailure(site.site().name() + " at "
                            + site.site().url() + " can't be reached for " + patience.toSeconds() + " s: " + e);
                }
            }
            repeats.increment();
            TimeUnit.MILLISECONDS.sleep(waitMs);
            waitMs = Math.min(2 * waitMs, LONGEST_WAIT_MS);
        }
    }

    long repeats() {
        return repeats.sum();
    }
}
