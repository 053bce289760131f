package io.crossweave.core.projection;

import io.crossweave.core.event.Addition;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.Labels;
import io.crossweave.core.spi.ReleaseDecision;
import io.crossweave.core.spi.ReleasePolicy;
import io.crossweave.core.spi.SubmissionDecision;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** What may leave to each destination: drawn once, and never changed. */
final class DrawnPolicy implements ReleasePolicy {
    private static final List<String> PATHS = List.of("/ssn", "/x", "/log", "/a");

    /**
     * @param labelledStays whether what is labelled stays here
     * @param dropped paths that don't leave, with all below them
     */
    private record Route(boolean labelledStays, boolean allStays, Set<String> dropped) {}

    private final long serial;
    private final Map<String, Route> routes = new TreeMap<>();
    /** Destinations that nothing can be decided for, by the test's hand. */
    private final Set<String> held;

    DrawnPolicy(long serial, Random random, List<String> regions, Set<String> held) {
        this.serial = serial;
        this.held = held;
        for (String region : regions) {
            var dropped = new TreeSet<String>();
            for (String path : PATHS) {
                if (random.nextInt(100) < 30) {
                    dropped.add(path);
                }
            }
            routes.put(region, new Route(random.nextBoolean(), random.nextInt(100) < 15, dropped));
        }
    }

    @Override
    public ReleaseDecision decide(StampedEvent event, String destination) {
        if (held.contains(destination)) {
            return new ReleaseDecision.Hold("held", "the test says so");
        }
        return allowed(event, destination);
    }

    /** What it says once nothing is on hold. */
    ReleaseDecision allowed(StampedEvent event, String destination) {
        Route route = routes.get(destination);
        if (route == null
                || route.allStays()
                || (route.labelledStays() && event.labels().of("residency").contains("EU"))) {
            return new ReleaseDecision.Withhold("drawn");
        }
        return new ReleaseDecision.Release(
                "drawn",
                event.additions().stream()
                        .filter(addition -> isDropped(route, addition))
                        .map(Addition::ordinal)
                        .toList());
    }

    private static boolean isDropped(Route route, Addition addition) {
        String path = addition.path().toString();
        return route.dropped().stream().anyMatch(dropped -> path.equals(dropped) || path.startsWith(dropped + "/"));
    }

    @Override
    public SubmissionDecision admit(ContextKey key, Labels labels) {
        return SubmissionDecision.ADMITTED;
    }

    @Override
    public SortedSet<String> classesOf(String contextType, Addition addition) {
        return Collections.emptySortedSet();
    }

    @Override
    public byte[] policyHash() {
        return ByteBuffer.allocate(16).putLong(serial).array();
    }

    @Override
    public long version() {
        return serial;
    }
}
