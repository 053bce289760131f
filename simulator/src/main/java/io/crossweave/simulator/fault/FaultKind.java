package io.crossweave.simulator.fault;

import io.crossweave.simulator.tally.Count;

/** What can go wrong. Each seed draws some kinds, so that rare meetings of few are seen as well as all together. */
public enum FaultKind {
    DROP(Count.DROPS),
    DUPLICATE(Count.DUPLICATES),
    DELAY(Count.REORDERINGS),
    PARTITION(Count.PARTITIONS),
    ERRORED_DELIVERY(Count.ERRORED_DELIVERIES),
    FAILED_SEND(Count.FAILED_SENDS),
    CRASH(Count.CRASHES),
    CLOCK(Count.SKEWED_CLOCKS),
    BIT_FLIP(Count.BIT_FLIPS),
    KMS_OUTAGE(Count.KMS_OUTAGES),
    LOST_HAND_OVER(Count.LOST_HAND_OVERS),
    HOLD(Count.HOLDS),
    DISK_LOST(Count.RESTORED_DISKS),
    OLD_COPY(Count.RESTORED_DISKS);

    private final Count count;

    FaultKind(Count count) {
        this.count = count;
    }

    /** Where it is counted when it happens. */
    public Count count() {
        return count;
    }
}
