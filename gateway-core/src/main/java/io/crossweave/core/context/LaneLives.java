package io.crossweave.core.context;

import io.crossweave.core.model.SiteId;
import io.crossweave.core.rows.LifeRows;
import io.crossweave.core.stored.Life;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Of which life of each peer a lane takes anything, and how far that has come here (L15). */
final class LaneLives {
    private final int shard;
    private final LifeRows rows;
    /** Of the regions that were asked about: those of which nothing is known as well. */
    private final Map<String, Optional<Life>> lives = new TreeMap<>();

    private final TreeSet<String> changed = new TreeSet<>();

    LaneLives(int shard, LifeRows rows) {
        this.shard = shard;
        this.rows = rows;
    }

    private @Nullable Life life(String region) {
        return lives.computeIfAbsent(region, asked -> Optional.ofNullable(rows.fence(asked, shard)))
                .orElse(null);
    }

    /** Whether something of this life may come in. The first one that is heard of counts. */
    boolean admits(LaneInput.Arrived envelope) {
        SiteId origin = envelope.origin();
        Life before = life(origin.region());
        if (before != null && !before.site().equals(origin)) {
            return false;
        }
        var now = new Life(
                origin,
                Math.max(before == null ? 0 : before.linkEpoch(), envelope.linkEpoch()),
                Math.max(before == null ? 0 : before.commit(), envelope.commit()));
        if (!now.equals(before)) {
            put(now);
        }
        return true;
    }

    /** From now on no other life of the region may come in. */
    void fence(SiteId site, long linkEpoch) {
        Life before = life(site.region());
        if (before == null || !before.site().equals(site)) {
            put(new Life(site, linkEpoch, 0));
        }
    }

    private void put(Life life) {
        lives.put(life.site().region(), Optional.of(life));
        changed.add(life.site().region());
    }

    /** Whether a site is an earlier life of a peer. */
    boolean isLost(SiteId site) {
        Life life = life(site.region());
        return life != null && !life.site().equals(site);
    }

    /** Writes what has changed. */
    void finish(LaneStep step) {
        for (String region : changed) {
            Life life = life(region);
            if (life != null) {
                rows.putFence(step.batch(), shard, life);
                step.then(new AfterCommit.Held(life));
            }
        }
        changed.clear();
    }
}
