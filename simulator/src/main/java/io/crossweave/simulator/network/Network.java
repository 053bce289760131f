package io.crossweave.simulator.network;

import static java.util.Objects.requireNonNull;

import io.crossweave.core.spi.Delivery;
import io.crossweave.core.spi.SendOutcome;
import io.crossweave.core.wire.Frame;
import io.crossweave.simulator.fault.FaultKind;
import io.crossweave.simulator.fault.Faults;
import io.crossweave.simulator.tally.Count;
import io.crossweave.simulator.tally.Tally;
import io.crossweave.simulator.time.Schedule;
import io.crossweave.simulator.trace.Trace;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The brokers: one intake per site, which keeps what was sent to it until it is acknowledged. On the way frames are lost, repeated, delayed,
 * overtaken and damaged, answers to senders get lost, and links are cut in one direction.
 */
public final class Network {
    private static final long DELAY_MS_MAX = 60;
    private static final long LONG_DELAY_MS_MAX = 6_000;
    private static final long AGAIN_MS = 40;
    private static final SendOutcome ERRORED =
            new SendOutcome.Unknown(new IllegalStateException("no answer from the broker"));

    /** What a site has not acknowledged yet, by order of sending. */
    private static final class Intake {
        private final Map<Long, byte[]> delivered = new TreeMap<>();
        private final Map<Long, byte[]> undelivered = new TreeMap<>();
    }

    private enum Cut {
        /** The broker takes what can't arrive. */
        SWALLOWS,
        /** The sender hears that it is cut off. */
        REFUSES
    }

    private record Partition(long untilMs, Cut cut) {}

    private final Schedule schedule;
    private final Faults faults;
    private final Tally tally;
    private final Trace trace;
    private final FrameObserver observer;
    private final Map<String, Receiver> receivers = new TreeMap<>();
    private final Map<String, Intake> intakes = new TreeMap<>();
    private final Map<String, Partition> partitions = new TreeMap<>();
    /** When the latest frame of a link so far is to arrive. */
    private final Map<String, Long> arrivals = new TreeMap<>();

    private long serial;

    public Network(Schedule schedule, Faults faults, Tally tally, Trace trace, FrameObserver observer) {
        this.schedule = schedule;
        this.faults = faults;
        this.tally = tally;
        this.trace = trace;
        this.observer = observer;
    }

    public void connect(String region, Receiver receiver) {
        receivers.put(region, receiver);
        intakes.put(region, new Intake());
    }

    public FrameObserver observer() {
        return observer;
    }

    /** Cuts a link in one direction. */
    public void cut(String from, String to, long forMs) {
        Cut cut = faults.below(2) == 0 ? Cut.SWALLOWS : Cut.REFUSES;
        partitions.put(from + ">" + to, new Partition(schedule.nowMs() + forMs, cut));
        tally.add(Count.PARTITIONS);
    }

    /** Ends all cuts. */
    public void heal() {
        partitions.clear();
    }

    /** Frames that are on their way or not acknowledged, heartbeats among them. */
    public int underWay() {
        return intakes.values().stream()
                .mapToInt(intake -> intake.delivered.size() + intake.undelivered.size())
                .sum();
    }

    /** Takes a frame from a site, and answers as its broker does. */
    public SendOutcome send(String from, String to, Frame frame) {
        observer.sent(from, to, frame);
        tally.add(Count.FRAMES);
        trace.note(frame.bytes());
        Partition partition = partitions.get(from + ">" + to);
        if (partition != null && schedule.nowMs() < partition.untilMs()) {
            return partition.cut() == Cut.REFUSES ? ERRORED : SendOutcome.ACCEPTED;
        }
        if (faults.strikes(FaultKind.FAILED_SEND, 50)) {
            return ERRORED;
        }
        if (faults.strikes(FaultKind.DROP, 120)) {
            return SendOutcome.ACCEPTED;
        }
        carry(from, to, frame.bytes());
        if (faults.strikes(FaultKind.DUPLICATE, 80)) {
            carry(from, to, frame.bytes());
        }
        return faults.strikes(FaultKind.ERRORED_DELIVERY, 50) ? ERRORED : SendOutcome.ACCEPTED;
    }

    private void carry(String from, String to, byte[] sent) {
        byte[] frame = faults.strikes(FaultKind.BIT_FLIP, 30) ? damaged(sent) : sent;
        long delayMs = 1 + faults.pauseMs(DELAY_MS_MAX);
        if (faults.has(FaultKind.DELAY) && faults.below(12) == 0) {
            delayMs += faults.pauseMs(LONG_DELAY_MS_MAX);
        }
        long arrivesMs = schedule.nowMs() + delayMs;
        long latestMs = arrivals.getOrDefault(from + ">" + to, 0L);
        if (arrivesMs < latestMs) {
            tally.add(Count.REORDERINGS);
        }
        arrivals.put(from + ">" + to, Math.max(latestMs, arrivesMs));
        long id = ++serial;
        intake(to).undelivered.put(id, frame);
        schedule.after(delayMs, () -> deliver(to, id));
    }

    private byte[] damaged(byte[] sent) {
        byte[] frame = sent.clone();
        int bit = faults.below(frame.length * Byte.SIZE);
        frame[bit / Byte.SIZE] ^= (byte) (1 << (bit % Byte.SIZE));
        return frame;
    }

    private void deliver(String to, long id) {
        Intake intake = intake(to);
        byte[] frame = intake.undelivered.get(id);
        if (frame == null) {
            return;
        }
        intake.undelivered.remove(id);
        intake.delivered.put(id, frame);
        boolean taken = requireNonNull(receivers.get(to))
                .takes(new Delivery(Frame.received(frame), () -> intake.delivered.remove(id)));
        if (!taken && intake.delivered.remove(id) != null) {
            intake.undelivered.put(id, frame);
            schedule.after(AGAIN_MS + faults.pauseMs(AGAIN_MS), () -> deliver(to, id));
        }
    }

    /** A site subscribes anew: what it had not acknowledged comes again. */
    public void subscribe(String region) {
        Intake intake = intake(region);
        for (long id : List.copyOf(intake.delivered.keySet())) {
            intake.undelivered.put(id, requireNonNull(intake.delivered.remove(id)));
            schedule.after(1 + faults.pauseMs(DELAY_MS_MAX), () -> deliver(region, id));
        }
    }

    private Intake intake(String region) {
        return requireNonNull(intakes.get(region));
    }
}
