package io.crossweave.it.sites;

import io.crossweave.core.document.JsonNumber;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Events at a fixed rate, in turn at each site, whatever the answers do; each changes a value in one of some contexts that all sites share.
 * Some of those at one site are followed to another one: how long they took, from the time at which they were due, is kept by phase.
 */
final class SteadyLoad {
    static final String TYPE = "preferences";
    static final int CONTEXTS = 48;
    private static final int FOLLOWED_PER_SECOND = 20;
    private static final int FOLLOWED_CONTEXTS = 8;
    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final double NANOS_PER_MS = 1e6;

    private final SiteCluster cluster;
    private final String prefix;
    private final int rate;
    private final SiteRegion followedFrom;
    private final SiteRegion followedTo;
    private final Map<String, Took> took = new TreeMap<>();
    /** Nanoseconds from the time at which an event was due. */
    private record Took(Queue<Long> acknowledged, Queue<Long> followed) {
        Took() {
            this(new ConcurrentLinkedQueue<>(), new ConcurrentLinkedQueue<>());
        }
    }

    private final List<Thread> calls = new ArrayList<>();
    private final AtomicInteger acknowledged = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private int sent;

    SteadyLoad(SiteCluster cluster, String prefix, int rate, SiteRegion followedFrom, SiteRegion followedTo) {
        this.cluster = cluster;
        this.prefix = prefix;
        this.rate = rate;
        this.followedFrom = followedFrom;
        this.followedTo = followedTo;
    }

    String contextId(int number) {
        return prefix + "-" + Math.floorMod(number, CONTEXTS);
    }

    /** Sends for so long; the answers may come later. */
    void phase(String name, int seconds) {
        Took kept = took.computeIfAbsent(name, absent -> new Took());
        long startNanos = System.nanoTime();
        for (int i = 0; i < rate * seconds; i++) {
            long due = startNanos + SECOND_NANOS / rate * i;
            LockSupport.parkNanos(due - System.nanoTime());
            SiteRegion region = SiteRegion.at(sent);
            boolean followed = region == followedFrom && i % Math.max(1, rate / FOLLOWED_PER_SECOND) < 3;
            int number = sent++;
            calls.add(Thread.ofVirtual().start(() -> publish(region, number, followed, new Due(due, kept))));
        }
        calls.removeIf(call -> !call.isAlive());
    }

    private record Due(long nanos, Took took) {}

    private void publish(SiteRegion region, int number, boolean followed, Due due) {
        // What is followed is written at one site only: else a wait for it would be one for all that this site has of a
        // third one.
        String id = followed ? prefix + "-followed-" + number % FOLLOWED_CONTEXTS : contextId(number / 3);
        Event event = Event.of(TYPE, id, prefix + "." + number).add("/values/" + region, JsonNumber.of(number));
        try {
            Answer answer = cluster.client(region).publish(event);
            if (answer.status() != 200) {
                refused.incrementAndGet();
                return;
            }
            acknowledged.incrementAndGet();
            due.took().acknowledged().add(System.nanoTime() - due.nanos());
            if (followed
                    && cluster.client(followedTo)
                                    .get(event.path() + "?timeout-ms=60000&at-least=" + answer.text("contextVersion"))
                                    .status()
                            == 200) {
                due.took().followed().add(System.nanoTime() - due.nanos());
            }
        } catch (UncheckedIOException e) {
            refused.incrementAndGet();
        }
    }

    void awaitAnswers() throws InterruptedException {
        for (Thread call : calls) {
            call.join();
        }
    }

    int acknowledged() {
        return acknowledged.get();
    }

    int refused() {
        return refused.get();
    }

    /** Percentiles of a phase: of what was acknowledged, and of what was followed. */
    String line(String phase) {
        Took kept = took.getOrDefault(phase, new Took());
        return "%s: acknowledged %s; followed from %s to %s %s"
                .formatted(
                        phase,
                        percentiles(kept.acknowledged()),
                        followedFrom,
                        followedTo,
                        percentiles(kept.followed()));
    }

    private static String percentiles(Queue<Long> nanos) {
        List<Long> sorted = nanos.stream().sorted().toList();
        return sorted.isEmpty()
                ? "nothing"
                : "p50 %.1f ms, p99 %.1f ms, max %.1f ms (%d)"
                        .formatted(at(sorted, 50), at(sorted, 99), at(sorted, 100), sorted.size());
    }

    private static double at(List<Long> sorted, int percent) {
        return sorted.get(Math.max(0, Math.ceilDiv(sorted.size() * percent, 100) - 1)) / NANOS_PER_MS;
    }
}
