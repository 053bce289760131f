package io.crossweave.cli.bench;

import io.crossweave.cli.site.Answer;
import io.crossweave.cli.site.Call;
import io.crossweave.cli.site.SiteClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Publishes at a fixed rate, whatever the answers do. Each event sets {@code /state/value} of a conversation to fresh text. */
final class OpenLoop {
    /** Calls under way; beyond it the load generator itself would be what is measured. */
    private static final int UNDER_WAY_MAX = 4_096;

    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

    private final SiteClient site;
    private final Load load;
    private final String run;
    private final Map<String, Long> dueNanos = new ConcurrentHashMap<>();
    private final Timings acknowledged = new Timings();
    private final LongAdder refused = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final Semaphore underWay = new Semaphore(UNDER_WAY_MAX);

    OpenLoop(SiteClient site, Load load, String run) {
        this.site = site;
        this.load = load;
        this.run = run;
    }

    Timings acknowledged() {
        return acknowledged;
    }

    long refused() {
        return refused.sum();
    }

    long failed() {
        return failed.sum();
    }

    /** When a counted event was due; null for one of the warm-up or of somebody else. */
    @Nullable
    Long takeDueNanos(String eventId) {
        return dueNanos.get(eventId);
    }

    static String contextId(String run, int context) {
        return run + "-" + context;
    }

    /** Sends all events; returns when the last has been answered. */
    void run() throws InterruptedException {
        var random = new Random(run.hashCode());
        long startNanos = System.nanoTime();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < load.events(); i++) {
                long due = startNanos + TimeUnit.SECONDS.toNanos(1) / load.ratePerSecond() * i;
                long early = due - System.nanoTime();
                if (early > 0) {
                    LockSupport.parkNanos(early);
                }
                boolean counted = i >= load.warmUpEvents();
                String eventId = run + ":" + i;
                if (counted) {
                    dueNanos.put(eventId, due);
                }
                byte[] body = body(eventId, contextId(run, i % load.contexts()), text(random));
                underWay.acquire();
                var ignored = callers.submit(() -> publish(body, due, counted));
            }
        }
    }

    private void publish(byte[] body, long due, boolean counted) {
        try {
            Answer answer = site.send(Call.of("POST", "/v1/events").withBody("application/json", body));
            if (!answer.isSuccess()) {
                refused.increment();
            } else if (counted) {
                acknowledged.record(System.nanoTime() - due);
            }
        } catch (IOException e) {
            failed.increment();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            underWay.release();
        }
    }

    private String text(Random random) {
        var text = new StringBuilder(load.bytes());
        while (text.length() < load.bytes()) {
            text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return text.toString();
    }

    private static byte[] body(String eventId, String contextId, String text) {
        return ("{\"eventId\":\"" + eventId + "\",\"type\":\"conversation\",\"contextId\":\"" + contextId
                        + "\",\"eventType\":\"CONTEXT_DELTA\",\"payload\":{\"operations\":[{\"type\":\"REPLACE\","
                        + "\"path\":\"/state/value\",\"value\":\"" + text + "\"}]}}")
                .getBytes(StandardCharsets.UTF_8);
    }
}
