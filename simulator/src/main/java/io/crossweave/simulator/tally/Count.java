package io.crossweave.simulator.tally;

/** What a run counts, in the order in which a summary tells it. */
public enum Count {
    SITES("sites"),
    EVENTS("events"),
    ACKNOWLEDGED("acknowledged"),
    FRAMES("frames"),
    PARTITIONS("partitions"),
    CRASHES("crashes"),
    LOST_COMMITS("unsynced commits lost"),
    DROPS("drops"),
    DUPLICATES("duplicates"),
    REORDERINGS("reorderings"),
    ERRORED_DELIVERIES("delivered but errored"),
    FAILED_SENDS("failed sends"),
    SKEWED_CLOCKS("skewed clocks"),
    RESTORED_DISKS("restored disks"),
    BIT_FLIPS("bit flips"),
    KMS_OUTAGES("KMS outages"),
    LOST_HAND_OVERS("lost hand-overs"),
    HOLDS("undecided policies"),
    POLICY_CHANGES("policy changes"),
    DAMAGES("damaged rows"),
    REPAIRED("repaired contexts"),
    HELD("held"),
    WITHHELD("withheld"),
    TRIMS("log trims"),
    BARE_DOTS("bare dots"),
    BARE_ITEMS("bare runs taken"),
    FOLDS("folded counters"),
    UNFOLDS("sums made smaller"),
    PURGES("purges"),
    RELAYED_WORLDS("worlds with relays"),
    FORWARDED("frames forwarded"),
    CONVERSATIONS("conversations"),
    RESOLUTIONS("resolutions"),
    RESOLVED("resolvers' answers");

    private final String text;

    Count(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }
}
