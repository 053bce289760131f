package io.crossweave.simulator.site;

import io.crossweave.core.context.AfterCommit;
import io.crossweave.core.context.ContextLane;
import io.crossweave.core.context.LaneInput;
import io.crossweave.core.context.LaneOutput;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A context lane and its bounded queue: steps, waits for the commit, then lets happen what follows. */
final class LaneHost {
    private static final int QUEUE_MAX = 64;
    private static final int BATCH_INPUTS_MAX = 32;
    private static final long PAUSE_MS_MAX = 4;

    private final Site site;
    private final ContextLane lane;
    private final Deque<LaneInput> queue = new ArrayDeque<>();
    private boolean woken;
    /** The step whose commit is under way. */
    private @Nullable LaneOutput underWay;

    private long stepStartMs = Long.MAX_VALUE;

    LaneHost(Site site, ContextLane lane) {
        this.site = site;
        this.lane = lane;
    }

    ContextLane lane() {
        return lane;
    }

    boolean hasRoom() {
        return queue.size() < QUEUE_MAX;
    }

    void put(LaneInput input) {
        queue.add(input);
        wake();
    }

    private void wake() {
        if (!woken && underWay == null) {
            woken = true;
            site.after(site.around().faults().pauseMs(PAUSE_MS_MAX), this::step);
        }
    }

    private void step() {
        woken = false;
        var inputs = new ArrayList<LaneInput>();
        while (!queue.isEmpty() && inputs.size() < BATCH_INPUTS_MAX) {
            inputs.add(queue.remove());
        }
        stepStartMs = site.nowMs();
        LaneOutput output = lane.step(List.copyOf(inputs), site.nowMs());
        underWay = output;
        site.around().observer().stepping(site, output);
        output.batch().writes().forEach(write -> site.around().trace().note(write.key()));
        site.around().faults().perhapsCrash();
        if (output.batch().isEmpty()) {
            follow(output);
        } else {
            site.commit(output.batch(), () -> follow(output));
            site.around().faults().perhapsCrash();
        }
    }

    private void follow(LaneOutput output) {
        underWay = null;
        site.around().observer().settled(site, output);
        for (AfterCommit follows : output.after()) {
            site.around().faults().perhapsCrash();
            site.running().follow(follows);
        }
        stepStartMs = Long.MAX_VALUE;
        if (!queue.isEmpty()) {
            wake();
        }
    }

    /** The step of unknown outcome that a crash left behind. */
    @Nullable
    LaneOutput underWay() {
        return underWay;
    }

    /** Up to when everything committed here was handed on, as the running site reckons it. */
    long handedOnMs(long nowMs) {
        return Math.min(nowMs, stepStartMs) - 1;
    }

    /** Whether all that it was given is committed. */
    boolean hasNothingToDo() {
        return queue.isEmpty() && underWay == null;
    }

    boolean isIdle() {
        return queue.stream().allMatch(LaneInput.Tick.class::isInstance) && underWay == null && lane.waiting() == 0;
    }
}
