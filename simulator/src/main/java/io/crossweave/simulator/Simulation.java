package io.crossweave.simulator;

import io.crossweave.simulator.check.Breach;
import io.crossweave.simulator.check.LawBroken;
import io.crossweave.simulator.fault.FaultKind;
import io.crossweave.simulator.fault.Faults;
import io.crossweave.simulator.tally.Tally;
import io.crossweave.simulator.trace.Trace;
import io.crossweave.simulator.world.World;
import java.util.Arrays;

/** One seed: a world, a time of faults, a time of healing, and the checks. */
public final class Simulation {
    private Simulation() {}

    /** How a seed ended. */
    public sealed interface Outcome {
        long seed();

        Tally tally();

        /** Equal for equal runs. */
        long traceHash();

        record Passed(long seed, Tally tally, long traceHash) implements Outcome {}

        /** A law was broken, or the code broke by itself. */
        record Failed(long seed, Tally tally, long traceHash, Breach breach, Throwable cause) implements Outcome {
            /** What broke, and how to see it again. */
            public String message() {
                return ("seed %d: %s%nAgain, with what happened: ./mvnw -pl simulator -am verify"
                                + " -Dsimulator.first=%d -Dsimulator.seeds=1 -Dsimulator.trace=true")
                        .formatted(seed, cause, seed);
            }
        }
    }

    public static Outcome run(long seed, Trace trace) {
        var world = new World(seed, trace);
        try {
            world.chaos();
            world.heal();
            world.check();
            requireFaults(world.tally());
            return new Outcome.Passed(seed, world.tally(), trace.hash());
        } catch (LawBroken broken) {
            return new Outcome.Failed(seed, world.tally(), trace.hash(), broken.breach(), broken);
        } catch (RuntimeException | AssertionError unexpected) {
            return new Outcome.Failed(seed, world.tally(), trace.hash(), Breach.OTHER, unexpected);
        }
    }

    /** A run in which nothing went wrong shows nothing. */
    private static void requireFaults(Tally tally) {
        long kinds = Arrays.stream(FaultKind.values())
                .filter(kind -> tally.of(kind.count()) > 0)
                .count();
        if (kinds < Faults.KINDS_MIN) {
            throw new IllegalStateException("only " + kinds + " kinds of faults happened");
        }
    }
}
