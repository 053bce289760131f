package io.crossweave.core.model;

/** How stale a context of a type may be at other sites, as the 95th percentile. Ids are persisted. */
public enum Tier {
    CRITICAL(1, 100, 0, 0),
    IMPORTANT(2, 1_000, 5, 10),
    BACKGROUND(3, 30_000, 10, 50);

    private final int id;
    private final long stalenessMsP95;
    private final int lingerMsMin;
    private final int lingerMsMax;

    Tier(int id, long stalenessMsP95, int lingerMsMin, int lingerMsMax) {
        this.id = id;
        this.stalenessMsP95 = stalenessMsP95;
        this.lingerMsMin = lingerMsMin;
        this.lingerMsMax = lingerMsMax;
    }

    public int id() {
        return id;
    }

    public long stalenessMsP95() {
        return stalenessMsP95;
    }

    /** A batch of this tier is sent no earlier than this after its first event, unless it is full. */
    public int lingerMsMin() {
        return lingerMsMin;
    }

    /** A batch of this tier is handed to the transport no later than this after its first event. */
    public int lingerMsMax() {
        return lingerMsMax;
    }

    public static Tier ofId(int id) {
        return switch (id) {
            case 1 -> CRITICAL;
            case 2 -> IMPORTANT;
            case 3 -> BACKGROUND;
            default -> throw new IllegalArgumentException("tier id " + id + " is not 1, 2 or 3");
        };
    }
}
