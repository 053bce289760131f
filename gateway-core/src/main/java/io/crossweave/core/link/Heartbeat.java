package io.crossweave.core.link;

import io.crossweave.core.model.Hlc;
import io.crossweave.core.model.LaneId;
import io.crossweave.core.stored.ReceivedMark;
import java.util.List;

/**
 * One site's state toward one peer, repeated every second; strictly monotone in (link epoch, sequence).
 *
 * @param linkEpoch the sender's current link epoch
 * @param clockMs the sender's site clock
 * @param sent for each lane that the sender has, also where it gave out no number in this epoch: that nothing is owed is news as well (L16)
 * @param reportEpoch the peer's link epoch that {@code received} is about; 0 = nothing was heard since the sender's start, which means
 *     unknown, not none
 * @param knownKeys ids (16 bytes each) of the peer's data keys that the sender can use
 * @param turnedAway numbers of the peer that arrived and that the sender had no room for, each said once: a lost heartbeat is made up for
 *     because the number is asked for again
 * @param actedOn the sequence of the peer's heartbeat of {@code reportEpoch} that {@code sent} takes into account, with all before it; 0 = none
 * @param applied lanes of the peer, also such that nothing was sent by in {@code reportEpoch}; nothing is known of those that it lacks (L16)
 * @param life what the sender says of its own and of the receiver's lives
 */
public record Heartbeat(
        long linkEpoch,
        long sequence,
        long clockMs,
        List<SentLane> sent,
        long reportEpoch,
        List<ReceivedLane> received,
        List<byte[]> knownKeys,
        List<TurnedAway> turnedAway,
        long actedOn,
        List<AppliedLane> applied,
        LifeNews life) {
    /**
     * How far a lane of the peer is applied at the sender: everything that numbers of earlier epochs and those of {@code reportEpoch} up to
     * this one brought. What is only committed there waits for something.
     */
    public record AppliedLane(LaneId lane, long number) {}

    /**
     * A number that stays open although it arrived.
     *
     * @param contexts fingerprints of the contexts of which something found no room, ascending; the rest of the number is committed
     */
    public record TurnedAway(LaneId lane, long number, List<Long> contexts) {
        public TurnedAway {
            contexts = List.copyOf(contexts);
        }
    }

    /**
     * How far a lane was sent.
     *
     * @param lastNumber the last number given out; 0 for none yet in this epoch
     * @param watermark everything committed at the origin up to then was sent with a number up to {@code lastNumber}
     */
    public record SentLane(LaneId lane, long lastNumber, Hlc watermark) {}

    /**
     * How far a lane of the peer is committed at the sender.
     *
     * @param missing numbers that the sender asks for again
     */
    public record ReceivedLane(LaneId lane, long cumulative, List<ReceivedMark.Range> missing) {
        public ReceivedLane {
            missing = List.copyOf(missing);
        }
    }

    public Heartbeat {
        sent = List.copyOf(sent);
        received = List.copyOf(received);
        knownKeys = List.copyOf(knownKeys);
        turnedAway = List.copyOf(turnedAway);
        applied = List.copyOf(applied);
    }

    /** Without news of lives. */
    public Heartbeat(
            long linkEpoch,
            long sequence,
            long clockMs,
            List<SentLane> sent,
            long reportEpoch,
            List<ReceivedLane> received,
            List<byte[]> knownKeys,
            List<TurnedAway> turnedAway,
            long actedOn,
            List<AppliedLane> applied) {
        this(
                linkEpoch,
                sequence,
                clockMs,
                sent,
                reportEpoch,
                received,
                knownKeys,
                turnedAway,
                actedOn,
                applied,
                LifeNews.NONE);
    }

    /** A heartbeat that says nothing of what is applied. */
    public Heartbeat(
            long linkEpoch,
            long sequence,
            long clockMs,
            List<SentLane> sent,
            long reportEpoch,
            List<ReceivedLane> received,
            List<byte[]> knownKeys,
            List<TurnedAway> turnedAway,
            long actedOn) {
        this(linkEpoch, sequence, clockMs, sent, reportEpoch, received, knownKeys, turnedAway, actedOn, List.of());
    }

    public Heartbeat(
            long linkEpoch,
            long sequence,
            long clockMs,
            List<SentLane> sent,
            long reportEpoch,
            List<ReceivedLane> received,
            List<byte[]> knownKeys) {
        this(linkEpoch, sequence, clockMs, sent, reportEpoch, received, knownKeys, List.of(), 0);
    }

    /** The same with news of lives. */
    public Heartbeat with(LifeNews news) {
        return new Heartbeat(
                linkEpoch,
                sequence,
                clockMs,
                sent,
                reportEpoch,
                received,
                knownKeys,
                turnedAway,
                actedOn,
                applied,
                news);
    }
}
