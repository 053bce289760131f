package io.crossweave.core.link;

/** A heartbeat of a peer, by what it is strictly monotone in. */
public record HeardBeat(long linkEpoch, long sequence) implements Comparable<HeardBeat> {
    public static final HeardBeat NONE = new HeardBeat(0, 0);

    public static HeardBeat of(Heartbeat beat) {
        return new HeardBeat(beat.linkEpoch(), beat.sequence());
    }

    @Override
    public int compareTo(HeardBeat other) {
        int byEpoch = Long.compare(linkEpoch, other.linkEpoch);
        return byEpoch != 0 ? byEpoch : Long.compare(sequence, other.sequence);
    }
}
