package io.crossweave.core.mesh;

import io.crossweave.core.context.InboxBounds;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.link.WindowBounds;
import io.crossweave.core.spi.MemoryStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** What goes wrong, from the world's seed, until the world heals. */
final class MeshFaults {
    static final long FAR_AHEAD_MS = Duration.ofDays(3_653).toMillis();

    /** The site's process is gone; what it had not committed is lost. */
    static final class Crash extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Crash() {
            super("crash", null, false, false);
        }
    }

    private final Random random;
    private final Map<String, Long> skews = new TreeMap<>();
    private final InboxBounds inbox;
    private final WindowBounds window;
    private boolean active = true;

    MeshFaults(Random random, List<String> regions) {
        this.random = random;
        for (String region : regions) {
            skews.put(region, random.nextInt(4) == 0 ? random.nextLong(-5_000, 5_000) : 0);
        }
        if (random.nextInt(5) == 0) {
            skews.put(regions.get(random.nextInt(regions.size())), FAR_AHEAD_MS);
        }
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

    /** A clock is set, by a little or by years. */
    void setClock(String region) {
        skews.put(region, random.nextInt(6) == 0 ? FAR_AHEAD_MS : random.nextLong(-90_000, 90_000));
    }

    /** From now on everything goes well, and clocks are right. */
    void end() {
        active = false;
        skews.clear();
    }

    long skewMs(String region) {
        return skews.getOrDefault(region, 0L);
    }

    InboxBounds inbox() {
        return inbox;
    }

    WindowBounds window() {
        return window;
    }

    private boolean perMille(int chance) {
        return active && random.nextInt(1_000) < chance;
    }

    /** The commit that follows may end without an answer, with or without the batch. */
    void beforeCommit(MemoryStore store) {
        if (perMille(12)) {
            store.failNext(
                    new Crash(), random.nextBoolean() ? MemoryStore.UnknownBatch.LOST : MemoryStore.UnknownBatch.KEPT);
        }
    }

    /** Between a commit and one of its consequences. */
    void perhapsCrash() {
        if (perMille(4)) {
            throw new Crash();
        }
    }

    boolean losesHandOver() {
        return perMille(60);
    }

    boolean failsSend() {
        return perMille(50);
    }

    boolean losesMessage() {
        return perMille(150);
    }

    boolean repeatsMessage() {
        return perMille(100);
    }
}
