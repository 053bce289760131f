package io.crossweave.simulator.check;

import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.Dot;
import io.crossweave.core.model.Hlc;
import io.crossweave.core.model.LaneId;
import io.crossweave.simulator.policy.Geography;
import io.crossweave.simulator.site.Site;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a peer committed up to the watermark applied at a site is committed there, in the context or in the inbox (L12). */
final class Watermarks {
    private final Geography geography;
    /** What a site is not known to hold yet, by site and by origin. */
    private final Map<String, Map<String, List<Book.Stamping>>> open = new TreeMap<>();

    Watermarks(Geography geography) {
        this.geography = geography;
    }

    void stamped(Book.Stamping stamping) {
        String origin = stamping.site().region();
        for (String region : geography.regions()) {
            boolean withheld = geography.isOutside(region) && Geography.staysInside(stamping.event());
            if (!region.equals(origin) && !withheld) {
                open.computeIfAbsent(region, absent -> new TreeMap<>())
                        .computeIfAbsent(origin, absent -> new ArrayList<>())
                        .add(stamping);
            }
        }
    }

    /** A region has lost its disk: what it had told is void. */
    void forget(String origin) {
        open.values().forEach(origins -> origins.remove(origin));
    }

    void check(Site site) {
        open.getOrDefault(site.region(), Map.of()).forEach((origin, stampings) -> {
            Map<LaneId, Hlc> applied = site.watermarks(origin);
            stampings.removeIf(stamping -> {
                long reachedMs =
                        applied.getOrDefault(stamping.row().lane(), Hlc.ZERO).millis();
                if (stamping.row().record().committedMs() > reachedMs) {
                    return false;
                }
                ContextKey key = stamping.event().key();
                Dot dot = stamping.event().dot();
                LawBroken.unless(
                        site.rows().vector(key).covers(dot) || site.rows().waits(key, dot),
                        Breach.LOST,
                        () -> key + " " + dot + " is not at " + site.id() + ", which is past the watermark "
                                + reachedMs);
                return true;
            });
        });
    }
}
