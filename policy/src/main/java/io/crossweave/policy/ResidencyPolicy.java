package io.crossweave.policy;

import io.crossweave.core.event.Addition;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.ContextType;
import io.crossweave.core.model.ContextType.PathClass;
import io.crossweave.core.model.Labels;
import io.crossweave.core.spi.ReleaseDecision;
import io.crossweave.core.spi.ReleasePolicy;
import io.crossweave.core.spi.SubmissionDecision;
import io.crossweave.policy.document.PolicyDocument;
import io.crossweave.policy.document.PolicyRule;
import io.crossweave.policy.document.Whereabouts;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The policy of one site, compiled.
 *
 * <p><b>Guarantee.</b> Classified content leaves only by a rule that names its class, whatever the form in which its path is written and
 * however deep it lies in a value. Every value of the label {@code residency} must be satisfied on its own. What can't be decided, an
 * error in the evaluation included, is held and never released.
 *
 * <p>Of the rules that apply, the one with the smallest precedence number decides: one for the event and its unclassified content (rules
 * without {@code classes}; none: released), and one for each class that an addition touches (rules that name it; none: the addition is
 * dropped). Where every addition is dropped and nothing else would be told, the event is withheld.
 */
public final class ResidencyPolicy implements ReleasePolicy {
    /** Names of what is decided without a rule of the policy. */
    static final String UNSURE_LABELS = "builtin:unsure-labels";

    static final String UNKNOWN_TYPE = "builtin:unknown-type";
    static final String EVALUATION_FAILED = "builtin:evaluation-failed";

    private static final int HASH_BYTES = 16;

    private final String ownRegion;
    private final PolicyDocument policy;
    private final LabelForms labelForms;
    private final byte[] hash;
    private final TreeMap<String, PathIndex> classesOfTypes = new TreeMap<>();
    /** By destination region, then by type. Destinations that the policy doesn't name are rare, and compiled when asked for. */
    private final TreeMap<String, TreeMap<String, Route>> routes = new TreeMap<>();

    public ResidencyPolicy(String ownRegion, PolicySet set) {
        this.ownRegion = ownRegion;
        this.policy = set.policy();
        this.labelForms = new LabelForms(policy.rules());
        this.hash = Arrays.copyOf(sha256(set.canonical()), HASH_BYTES);
        var regions = new TreeSet<>(policy.jurisdictions().allRegions());
        regions.add(ownRegion);
        for (PolicyRule rule : policy.rules()) {
            if (rule.when().destination() instanceof Whereabouts.Sites(var named)) {
                regions.addAll(named);
            }
        }
        for (ContextType type : set.types()) {
            var classes = new PathIndex();
            for (PathClass classified : type.classes()) {
                classes.add(classified.pattern(), classified.classification());
            }
            classesOfTypes.put(type.name(), classes);
            for (String region : regions) {
                routes.computeIfAbsent(region, absent -> new TreeMap<>())
                        .put(type.name(), compile(type.name(), region));
            }
        }
    }

    private Route compile(String type, String destinationRegion) {
        return Route.of(policy.rules(), policy.jurisdictions(), type, ownRegion, destinationRegion);
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public ReleaseDecision decide(StampedEvent event, String destinationRegion) {
        try {
            PathIndex classes = classesOfTypes.get(event.key().type());
            if (classes == null) {
                return new ReleaseDecision.Hold(UNKNOWN_TYPE, "the context type is not configured at this site");
            }
            Optional<String> doubt = labelForms.doubt(event.labels());
            return doubt.isPresent()
                    ? new ReleaseDecision.Hold(UNSURE_LABELS, doubt.get())
                    : new Evaluation(route(event.key().type(), destinationRegion), classes, event.labels())
                            .decide(event);
        } catch (RuntimeException | StackOverflowError e) {
            return new ReleaseDecision.Hold(EVALUATION_FAILED, e.getClass().getSimpleName());
        }
    }

    @Override
    public SortedSet<String> classesOf(String contextType, Addition addition) {
        var touched = new TreeSet<String>();
        PathIndex classes = classesOfTypes.get(contextType);
        if (classes != null) {
            classes.collect(addition, touched);
        }
        return touched;
    }

    private Route route(String type, String destinationRegion) {
        TreeMap<String, Route> byType = routes.get(destinationRegion);
        Route compiled = byType == null ? null : byType.get(type);
        return compiled == null ? compile(type, destinationRegion) : compiled;
    }

    @Override
    public SubmissionDecision admit(ContextKey key, Labels labels) {
        try {
            Optional<String> doubt = labelForms.doubt(labels);
            if (doubt.isPresent()) {
                return new SubmissionDecision.Refused(UNSURE_LABELS, doubt.get());
            }
            var evaluation = new Evaluation(route(key.type(), ownRegion), new PathIndex(), labels);
            return switch (evaluation.decideLabels()) {
                case ReleaseDecision.Release _ -> SubmissionDecision.ADMITTED;
                case ReleaseDecision.Withhold(var rule) ->
                    new SubmissionDecision.Refused(rule, "data with these labels may not be held at site " + ownRegion);
                case ReleaseDecision.Hold(var rule, var reason) -> new SubmissionDecision.Refused(rule, reason);
            };
        } catch (RuntimeException | StackOverflowError e) {
            return new SubmissionDecision.Refused(
                    EVALUATION_FAILED, "the policy failed with " + e.getClass().getSimpleName());
        }
    }

    @Override
    public byte[] policyHash() {
        return hash.clone();
    }

    @Override
    public long version() {
        return policy.version();
    }
}
