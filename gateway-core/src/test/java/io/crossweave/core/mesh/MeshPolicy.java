package io.crossweave.core.mesh;

import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.Labels;
import io.crossweave.core.spi.ReleaseDecision;
import io.crossweave.core.spi.ReleasePolicy;
import io.crossweave.core.spi.SubmissionDecision;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What bears the label {@code residency=EU} or is automation's stays out of {@code outside}; {@code /ssn} is dropped for {@code blind};
 * some destinations, or single contexts for them, are on hold.
 */
final class MeshPolicy implements ReleasePolicy {
    private final Set<String> outside;
    private final Set<String> blind;
    private final Set<String> held = new TreeSet<>();

    private final String region;

    MeshPolicy(String region, Set<String> outside, Set<String> blind) {
        this.region = region;
        this.outside = outside;
        this.blind = blind;
    }

    void toggleHold(String destination) {
        toggle(destination);
    }

    void toggleHold(String destination, ContextKey key) {
        toggle(destination + "/" + key);
    }

    private void toggle(String what) {
        if (!held.remove(what)) {
            held.add(what);
        }
    }

    void releaseAll() {
        held.clear();
    }

    boolean isOutside(String region) {
        return outside.contains(region);
    }

    boolean isBlind(String region) {
        return blind.contains(region);
    }

    /** Sites with one projection hold the same entries, their own dropped ones aside. */
    String projection() {
        return isOutside(region) ? "outside" : isBlind(region) ? "blind" : "all";
    }

    /** Whether sites outside may not hold the event. Labels stick to a context, its source only to the event. */
    static boolean staysInside(StampedEvent event) {
        return isLabelled(event.labels()) || event.provenance().source().equals("automation");
    }

    static boolean isLabelled(Labels labels) {
        return labels.of("residency").contains("EU");
    }

    @Override
    public ReleaseDecision decide(StampedEvent event, String destination) {
        if (held.contains(destination) || held.contains(destination + "/" + event.key())) {
            return new ReleaseDecision.Hold("held", "the test says so");
        }
        if (outside.contains(destination) && staysInside(event)) {
            return new ReleaseDecision.Withhold("stays-inside");
        }
        List<Integer> dropped = new ArrayList<>();
        if (blind.contains(destination)) {
            event.additions().forEach(addition -> {
                if (addition.path().toString().startsWith("/ssn")) {
                    dropped.add(addition.ordinal());
                }
            });
        }
        return new ReleaseDecision.Release("open", dropped);
    }

    @Override
    public SubmissionDecision admit(ContextKey key, Labels labels) {
        return isOutside(region) && isLabelled(labels)
                ? new SubmissionDecision.Refused("stays-inside", "this site is outside")
                : SubmissionDecision.ADMITTED;
    }

    @Override
    public byte[] policyHash() {
        return new byte[16];
    }

    @Override
    public long version() {
        return 1;
    }
}
