package io.crossweave.simulator.fault;

import io.crossweave.core.context.InboxBounds;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.link.CatchUpPace;
import io.crossweave.core.link.SendRoom;
import io.crossweave.core.link.WindowBounds;
import io.crossweave.simulator.tally.Tally;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** What goes wrong and how long things take, from the seed, until the world heals. */
public final class Faults {
    /** Ten years. */
    public static final long FAR_AHEAD_MS = Duration.ofDays(3_653).toMillis();

    public static final int KINDS_MIN = 4;
    /** Small steps of a wall clock either way. */
    public static final long SKEW_MS_MAX = 90_000;

    private static final int DRIFT_PPM_MAX = 200;
    private static final int BEHIND_SOON = 2;
    /** In one of so many worlds disks are lost; 0 is none. */
    private static final int DISKS_OF = Integer.getInteger("simulator.disksOf", 0);

    private final SplittableRandom random;
    private final Tally tally;
    private final Set<FaultKind> kinds = EnumSet.noneOf(FaultKind.class);
    private final Map<String, Long> skews = new TreeMap<>();
    private final Map<String, Integer> drifts = new TreeMap<>();
    private final boolean witnesses;
    private final InboxBounds inbox;
    private final WindowBounds window;
    private boolean active = true;
    private boolean farAhead;

    public Faults(SplittableRandom random, List<String> regions, Tally tally) {
        this.random = random;
        this.tally = tally;
        List<FaultKind> drawn = shuffled();
        kinds.addAll(drawn.subList(0, random.nextInt(KINDS_MIN + 2, drawn.size() + 1)));
        for (String region : regions) {
            skews.put(region, 0L);
            drifts.put(region, kinds.contains(FaultKind.CLOCK) ? random.nextInt(-DRIFT_PPM_MAX, DRIFT_PPM_MAX) : 0);
        }
        if (kinds.contains(FaultKind.CLOCK)) {
            setClock(regions.get(random.nextInt(regions.size())));
        }
        witnesses = random.nextInt(3) > 0;
        inbox = switch (random.nextInt(6)) {
            case 0 -> new InboxBounds(0, 0);
            case 1 -> new InboxBounds(2, 1_000);
            case 2 -> new InboxBounds(8, 10_000);
            default -> InboxBounds.DEFAULT;
        };
        window = random.nextInt(3) == 0
                ? new WindowBounds(1 + random.nextInt(4), Limits.WINDOW_BYTES_MAX)
                : WindowBounds.DEFAULT;
    }

    private List<FaultKind> shuffled() {
        var drawn = new ArrayList<>(List.of(FaultKind.values()));
        if (random.nextInt(Math.max(DISKS_OF, 1)) > 0 || DISKS_OF == 0) {
            // Where much is lost, little can be said of the rest.
            drawn.removeAll(List.of(FaultKind.DISK_LOST, FaultKind.OLD_COPY));
        }
        for (int i = drawn.size() - 1; i > 0; i--) {
            Collections.swap(drawn, i, random.nextInt(i + 1));
        }
        return drawn;
    }

    /** A wall clock is set: by a little, by a minute and a half or by ten years. */
    public void setClock(String region) {
        boolean far = random.nextInt(6) == 0;
        farAhead |= far;
        skews.put(region, far ? FAR_AHEAD_MS : random.nextLong(-SKEW_MS_MAX, SKEW_MS_MAX));
        tally.add(FaultKind.CLOCK.count());
    }

    /** From now on everything goes well, and wall clocks are right. */
    public void end() {
        active = false;
        skews.clear();
    }

    /** Whether any clock was ever ten years ahead. */
    public boolean wasFarAhead() {
        return farAhead;
    }

    public long skewMs(String region) {
        return skews.getOrDefault(region, 0L);
    }

    /** How much faster than time a machine's clocks run. */
    public int driftPpm(String region) {
        return drifts.getOrDefault(region, 0);
    }

    /** Whether each site has a witness on another disk. */
    public boolean hasWitnesses() {
        return witnesses;
    }

    public InboxBounds inbox() {
        return inbox;
    }

    /** The room of one lane: where little may be under way, lanes are soon behind. */
    public SendRoom room() {
        int behindRecords = Limits.BEHIND_RECORDS;
        if (!window.equals(WindowBounds.DEFAULT)) {
            behindRecords = window.envelopesMax() - 1;
        } else if (!inbox.equals(InboxBounds.DEFAULT)) {
            behindRecords = BEHIND_SOON;
        }
        return new SendRoom(window, new CatchUpPace(), behindRecords);
    }

    /** Whether this run knows a kind of fault, and it may still happen. */
    public boolean has(FaultKind kind) {
        return active && kinds.contains(kind);
    }

    /** Whether it happens now; counted. */
    public boolean strikes(FaultKind kind, int perMille) {
        boolean strikes = has(kind) && random.nextInt(1_000) < perMille;
        if (strikes) {
            tally.add(kind.count());
        }
        return strikes;
    }

    /** Between two effects of a site. */
    public void perhapsCrash() {
        if (strikes(FaultKind.CRASH, 2)) {
            throw new Crash();
        }
    }

    /** A number from 0 to less than the bound. */
    public int below(int bound) {
        return random.nextInt(bound);
    }

    /** A time of so much at most, and often much less. */
    public long pauseMs(long maxMs) {
        return random.nextLong(1 + random.nextLong(1, maxMs + 1));
    }
}
