package io.crossweave.cli.replay;

import io.crossweave.cli.CommandFailure;
import io.crossweave.cli.replay.DialoguePlayer.Script;
import io.crossweave.cli.replay.ReplayPlan.Order;
import io.crossweave.cli.site.SiteClient;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Plays many dialogues side by side, and then compares them all. */
public final class Replay {
    /** Enough to keep three sites busy, and far below what they queue. */
    private static final int SIDE_BY_SIDE = 32;

    /** Longer than the demo takes to start a site again. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Leaves room for what is put behind, below the 256 characters that a context id may have. */
    private static final int ID_CHARS_MAX = 200;

    private final List<SiteClient> sites;
    private final ReplayPlan plan;
    private final Progress progress;
    private final PatientCaller caller = new PatientCaller(PATIENCE);
    private final AtomicLongArray eventsBySite;
    private final Queue<PlayedDialogue> played = new ConcurrentLinkedQueue<>();
    private final SortedMap<String, String> divergent = new ConcurrentSkipListMap<>();
    private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
    private final Set<String> ids = new HashSet<>();

    public Replay(List<SiteClient> sites, ReplayPlan plan, Progress progress) {
        this.sites = List.copyOf(sites);
        this.plan = plan;
        this.progress = progress;
        this.eventsBySite = new AtomicLongArray(sites.size());
    }

    /** Where a replay is. */
    public interface Progress {
        void played(long dialogues, long events);

        void compared(long dialogues, long of);
    }

    /** What is done for one element, side by side with others. */
    @FunctionalInterface
    private interface Step {
        void run() throws InterruptedException;
    }

    /** Throws {@link CommandFailure} as soon as an event is refused, or a site stays away. */
    public ReplayReport run(DialogueFile dialogues) throws IOException, InterruptedException {
        play(dialogues);
        compare();
        SortedMap<String, Long> events = new TreeMap<>();
        for (int site = 0; site < sites.size(); site++) {
            events.put(sites.get(site).site().name(), eventsBySite.get(site));
        }
        return new ReplayReport(played.size(), events, caller.repeats(), divergent);
    }

    private void play(DialogueFile dialogues) throws IOException, InterruptedException {
        var player = new DialoguePlayer(sites, caller, new Pace(plan.eventsPerSecond()), eventsBySite::incrementAndGet);
        var rota = new SiteRota(sites.size());
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var places = new Semaphore(SIDE_BY_SIDE);
            int count = 0;
            for (Dialogue next = dialogues.next();
                    next != null && count < plan.dialoguesMax() && failure.get() == null;
                    next = dialogues.next()) {
                count++;
                Script script = new Script(contextId(next), next, rota.assign(next.turns()));
                sideBySide(threads, places, () -> {
                    played.add(
                            switch (plan.order()) {
                                case Order.CAUSAL -> player.playInOrder(script);
                                case Order.CONCURRENT -> player.playConcurrently(script, threads);
                            });
                    progress.played(played.size(), events());
                });
            }
            places.acquire(SIDE_BY_SIDE);
        }
        requireNoFailure();
    }

    private void compare() throws InterruptedException {
        var comparison = new Comparison(sites, caller);
        var compared = new LongAdder();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var places = new Semaphore(SIDE_BY_SIDE);
            for (PlayedDialogue dialogue : played) {
                sideBySide(threads, places, () -> {
                    comparison.divergence(dialogue).ifPresent(what -> divergent.put(dialogue.contextId(), what));
                    compared.increment();
                    progress.compared(compared.sum(), played.size());
                });
            }
            places.acquire(SIDE_BY_SIDE);
        }
        requireNoFailure();
    }

    /** Waits for a place, and then leaves the step to a thread of its own. */
    private void sideBySide(ExecutorService threads, Semaphore places, Step step) throws InterruptedException {
        places.acquire();
        threads.execute(() -> {
            try {
                if (failure.get() == null) {
                    step.run();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                failure.compareAndSet(null, new IllegalStateException("interrupted", e));
            } catch (RuntimeException e) {
                failure.compareAndSet(null, e);
            } finally {
                places.release();
            }
        });
    }

    private void requireNoFailure() {
        RuntimeException first = failure.get();
        if (first != null) {
            throw first;
        }
    }

    private long events() {
        long events = 0;
        for (int site = 0; site < sites.size(); site++) {
            events += eventsBySite.get(site);
        }
        return events;
    }

    /** In the alphabet of context ids, and new even where a file repeats a dialogue's id. */
    private String contextId(Dialogue dialogue) {
        String wanted = plan.run() + "-" + dialogue.id().replaceAll("[^A-Za-z0-9._~:@-]", "-");
        String shortened = wanted.substring(0, Math.min(wanted.length(), ID_CHARS_MAX));
        String id = shortened;
        for (int copy = 2; !ids.add(id); copy++) {
            id = shortened + "." + copy;
        }
        return id;
    }
}
