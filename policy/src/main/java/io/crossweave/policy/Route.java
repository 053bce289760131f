package io.crossweave.policy;

import io.crossweave.core.document.PathPattern;
import io.crossweave.core.event.Addition;
import io.crossweave.core.model.Labels;
import io.crossweave.policy.document.Jurisdictions;
import io.crossweave.policy.document.PolicyRule;
import io.crossweave.policy.document.Ruling;
import io.crossweave.policy.document.Whereabouts.Answer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * The rules that can matter for one context type from one site to another, in the order of precedence: what depends on the type and on
 * where the sites lie is decided once, so that an event is only compared by its labels and classes.
 */
final class Route {
    private static final String DROPPED = "dropped";

    /** The first rule that applies, as far as it can be told. */
    sealed interface Voice {
        /** No rule applies. */
        record Silent() implements Voice {}

        record Withholds(String rule) implements Voice {}

        /** The rule that comes first would need to know in which jurisdiction a site lies, and it lies in none. */
        record Unsure(String rule) implements Voice {}

        record Releases(String rule, Drops drops) implements Voice {}
    }

    /** What a releasing rule drops. */
    static final class Drops {
        private final SortedSet<String> classes;
        private final PathIndex paths = new PathIndex();

        Drops(Ruling.Release release) {
            classes = release.dropClasses();
            for (PathPattern pattern : release.dropPaths()) {
                paths.add(pattern, DROPPED);
            }
        }

        boolean drops(Addition addition, SortedSet<String> classesOfAddition) {
            for (String name : classesOfAddition) {
                if (classes.contains(name)) {
                    return true;
                }
            }
            return paths.touches(addition);
        }
    }

    private record Step(PolicyRule rule, Voice voice) {
        boolean appliesTo(Labels labels, String residency) {
            for (Map.Entry<String, SortedSet<String>> condition :
                    rule.when().labels().entrySet()) {
                boolean holds = condition.getKey().equals(LabelForms.RESIDENCY)
                        ? condition.getValue().contains(residency)
                        : !Collections.disjoint(labels.of(condition.getKey()), condition.getValue());
                if (!holds) {
                    return false;
                }
            }
            return true;
        }
    }

    private final List<Step> forEvents = new ArrayList<>();
    private final List<Step> forClasses = new ArrayList<>();

    private Route() {}

    static Route of(List<PolicyRule> rules, Jurisdictions jurisdictions, String type, String from, String to) {
        var route = new Route();
        for (PolicyRule rule : rules) {
            Answer origin = rule.when().origin().of(from, jurisdictions);
            Answer destination = rule.when().destination().of(to, jurisdictions);
            boolean matchesType =
                    rule.when().types().isEmpty() || rule.when().types().contains(type);
            if (!matchesType || origin == Answer.NO || destination == Answer.NO) {
                continue;
            }
            boolean unsure = origin == Answer.UNDECIDED || destination == Answer.UNDECIDED;
            var step = new Step(rule, unsure ? new Voice.Unsure(rule.name()) : voice(rule));
            (rule.when().classes().isEmpty() ? route.forEvents : route.forClasses).add(step);
        }
        return route;
    }

    private static Voice voice(PolicyRule rule) {
        return switch (rule.then()) {
            case Ruling.Withhold() -> new Voice.Withholds(rule.name());
            case Ruling.Release release -> new Voice.Releases(rule.name(), new Drops(release));
        };
    }

    /**
     * What is said of an event as a whole.
     *
     * @param residency the one value of the label residency that is asked about; empty where the event has none
     */
    Voice ofEvent(Labels labels, String residency) {
        return first(forEvents, labels, residency, null);
    }

    /** What is said of content of a class. */
    Voice ofClass(String classification, Labels labels, String residency) {
        return first(forClasses, labels, residency, classification);
    }

    private static Voice first(List<Step> steps, Labels labels, String residency, @Nullable String classification) {
        for (Step step : steps) {
            boolean classFits =
                    classification == null || step.rule().when().classes().contains(classification);
            if (classFits && step.appliesTo(labels, residency)) {
                return step.voice();
            }
        }
        return new Voice.Silent();
    }
}
