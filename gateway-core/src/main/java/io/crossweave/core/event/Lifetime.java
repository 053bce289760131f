package io.crossweave.core.event;

/**
 * What an event says of the life of its context (L16), both in milliseconds since the epoch.
 *
 * @param expiresAtMs when the context is to expire, {@link #NEVER} included; {@link #UNTOLD} leaves that as it is
 * @param endedAtMs when what stood in the context before had expired, so that the event begins anew; {@link #UNTOLD} for one that goes on
 *     with what is there
 */
public record Lifetime(long expiresAtMs, long endedAtMs) {
    public static final long UNTOLD = 0;
    public static final long NEVER = Long.MAX_VALUE;
    public static final Lifetime UNCHANGED = new Lifetime(UNTOLD, UNTOLD);

    public Lifetime {
        if (expiresAtMs < 0 || endedAtMs < 0) {
            throw new IllegalArgumentException("life from " + endedAtMs + " to " + expiresAtMs);
        }
    }

    boolean setsExpiry() {
        return expiresAtMs != UNTOLD;
    }

    /** Whether the event begins anew where something had expired. */
    public boolean beginsAnew() {
        return endedAtMs != UNTOLD;
    }
}
