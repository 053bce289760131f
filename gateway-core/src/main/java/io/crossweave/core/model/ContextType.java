package io.crossweave.core.model;

import io.crossweave.core.document.JsonPointer;
import io.crossweave.core.document.PathPattern;
import io.crossweave.core.limits.Limits;
import java.util.List;

/**
 * The configuration of a kind of context. Where several patterns match a path the most specific one wins
 * ({@link PathPattern#compareSpecificity}).
 *
 * @param version the rule version that entries written under it carry
 * @param merges merge rules by path; a path with no rule is {@link MergeRule#LWW}
 * @param classes classifications by path, such as {@code pii}; a path with no class is unclassified
 * @param ttlS seconds after which a context expires by an event that does not say; 0 for contexts that stay
 * @param homeSite the region that alone takes writes to it; empty where every site does
 * @param arbiter who is asked at paths of {@link MergeRule#RESOLVER}
 */
public record ContextType(
        String name,
        int version,
        Tier tier,
        List<PathMerge> merges,
        List<PathClass> classes,
        long ttlS,
        String homeSite,
        Arbiter arbiter) {
    /** A merge rule for the paths that match. */
    public record PathMerge(PathPattern pattern, MergeRule rule) {}

    /** A classification for the paths that match. */
    public record PathClass(PathPattern pattern, String classification) {}

    /**
     * Who decides between values that did not know of each other.
     *
     * @param resolver the name of a resolver; empty for people only
     * @param authority the regions that may ask it, the first one before its deputies
     */
    public record Arbiter(String resolver, List<String> authority) {
        public static final Arbiter NONE = new Arbiter("", List.of());

        public Arbiter {
            authority = List.copyOf(authority);
            if (resolver.isEmpty() != authority.isEmpty()) {
                throw new IllegalArgumentException("a resolver is asked by somebody, and nobody asks none");
            }
        }
    }

    /** A kind of contexts that stay unless an event says otherwise. */
    public ContextType(String name, int version, Tier tier, List<PathMerge> merges, List<PathClass> classes) {
        this(name, version, tier, merges, classes, 0);
    }

    /** A kind of contexts that every site takes writes to. */
    public ContextType(
            String name, int version, Tier tier, List<PathMerge> merges, List<PathClass> classes, long ttlS) {
        this(name, version, tier, merges, classes, ttlS, "", Arbiter.NONE);
    }

    /** A kind of contexts of which people decide what is left to somebody. */
    public ContextType(
            String name,
            int version,
            Tier tier,
            List<PathMerge> merges,
            List<PathClass> classes,
            long ttlS,
            String homeSite) {
        this(name, version, tier, merges, classes, ttlS, homeSite, Arbiter.NONE);
    }

    public ContextType {
        if (ttlS < 0 || ttlS > Limits.TTL_S_MAX) {
            throw new IllegalArgumentException("time to live of " + ttlS + " s");
        }
        if (!homeSite.isEmpty()) {
            SiteId.requireRegion(homeSite);
        }
        merges = List.copyOf(merges);
        classes = List.copyOf(classes);
    }

    public boolean hasHomeSite() {
        return !homeSite.isEmpty();
    }

    public boolean takesWritesAt(String region) {
        return homeSite.isEmpty() || homeSite.equals(region);
    }

    /** The same but for what is classified. */
    public ContextType withClasses(List<PathClass> other) {
        return new ContextType(name, version, tier, merges, other, ttlS, homeSite, arbiter);
    }

    public MergeRule ruleAt(JsonPointer path) {
        MergeRule found = MergeRule.LWW;
        PathPattern by = null;
        for (PathMerge merge : merges) {
            if (merge.pattern().matches(path) && (by == null || merge.pattern().compareSpecificity(by) > 0)) {
                found = merge.rule();
                by = merge.pattern();
            }
        }
        return found;
    }

    /** The classification of a path; empty where it has none. */
    public String classAt(JsonPointer path) {
        String found = "";
        PathPattern by = null;
        for (PathClass classified : classes) {
            if (classified.pattern().matches(path)
                    && (by == null || classified.pattern().compareSpecificity(by) > 0)) {
                found = classified.classification();
                by = classified.pattern();
            }
        }
        return found;
    }
}
