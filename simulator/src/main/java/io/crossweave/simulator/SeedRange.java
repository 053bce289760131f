package io.crossweave.simulator;

import io.crossweave.simulator.Simulation.Outcome;
import io.crossweave.simulator.trace.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Seeds that follow each other, run side by side on all cores. Each run is single-threaded and shares nothing that changes.
 *
 * @param first the first seed
 * @param seeds how many
 */
public record SeedRange(long first, long seeds) {
    public SeedRange {
        if (seeds < 1) {
            throw new IllegalArgumentException("a range of " + seeds + " seeds");
        }
    }

    /** Runs all of them, or stops once so many have failed. */
    public Summary run(int threads, int failuresMax) {
        var failures = new AtomicInteger();
        var next = new AtomicLong(first);
        var summary = new Summary(this);
        try (ExecutorService runners = Executors.newFixedThreadPool(threads)) {
            Callable<Summary> runner = () -> {
                var own = new Summary(this);
                long seed = next.getAndIncrement();
                while (seed < first + seeds && failures.get() < failuresMax) {
                    Outcome outcome = Simulation.run(seed, Trace.silent());
                    own.add(outcome);
                    if (outcome instanceof Outcome.Failed) {
                        failures.incrementAndGet();
                    }
                    seed = next.getAndIncrement();
                }
                return own;
            };
            List<Future<Summary>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                running.add(runners.submit(runner));
            }
            for (Future<Summary> part : running) {
                summary.addAll(part.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted between seeds", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a runner of seeds broke", e);
        }
        return summary;
    }

    /** Runs one seed and tells what happens, line by line. */
    public static Outcome told(long seed) {
        return Simulation.run(seed, Trace.toldTo(System.out::println));
    }
}
