package io.crossweave.policy;

import io.crossweave.core.event.Addition;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.model.Classes;
import io.crossweave.core.model.Labels;
import io.crossweave.core.spi.ReleaseDecision;
import io.crossweave.policy.Route.Drops;
import io.crossweave.policy.Route.Voice;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * One event on one route. What is said for each value of the label residency, for the event and for each class in it, all counts, and the
 * strictest wins: withhold, then hold, then drop, then release.
 */
final class Evaluation {
    /** Names of what is decided without a rule of the policy; no rule can have such a name. */
    static final String RELEASE_UNCLASSIFIED = "builtin:release-unclassified";

    static final String DENY_CLASSIFIED = "builtin:deny-classified";

    private sealed interface Answer {
        record Released(String rule, List<Drops> drops) implements Answer {}

        record Denied(String rule) implements Answer {}

        record Undecided(String rule) implements Answer {}

        record Withheld(String rule) implements Answer {}
    }

    private final Route route;
    private final PathIndex classes;
    private final Labels labels;
    private final TreeMap<String, Answer> ofClasses = new TreeMap<>();

    Evaluation(Route route, PathIndex classes, Labels labels) {
        this.route = route;
        this.classes = classes;
        this.labels = labels;
    }

    ReleaseDecision decide(StampedEvent event) {
        Answer whole = ofEvent();
        return switch (whole) {
            case Answer.Withheld(var rule) -> new ReleaseDecision.Withhold(rule);
            case Answer.Undecided(var rule) -> undecided(rule);
            case Answer.Denied(var rule) -> new ReleaseDecision.Withhold(rule);
            case Answer.Released released -> decideContent(event, released);
        };
    }

    /** Whether labels alone allow the route. */
    ReleaseDecision decideLabels() {
        return switch (ofEvent()) {
            case Answer.Withheld(var rule) -> new ReleaseDecision.Withhold(rule);
            case Answer.Undecided(var rule) -> undecided(rule);
            case Answer.Denied(var rule) -> new ReleaseDecision.Withhold(rule);
            case Answer.Released(var rule, var drops) -> new ReleaseDecision.Release(rule, List.of());
        };
    }

    private static ReleaseDecision.Hold undecided(String rule) {
        return new ReleaseDecision.Hold(rule, "the rule asks for a jurisdiction, and a site of the route lies in none");
    }

    private ReleaseDecision decideContent(StampedEvent event, Answer.Released whole) {
        var dropped = new ArrayList<Integer>();
        String droppedBy = null;
        String undecidedBy = null;
        for (Addition addition : event.additions()) {
            switch (ofAddition(addition, whole)) {
                case Answer.Withheld(var rule) -> {
                    return new ReleaseDecision.Withhold(rule);
                }
                case Answer.Undecided(var rule) -> undecidedBy = rule;
                case Answer.Denied(var rule) -> {
                    dropped.add(addition.ordinal());
                    droppedBy = rule;
                }
                case Answer.Released _ -> {}
            }
        }
        if (undecidedBy != null) {
            return undecided(undecidedBy);
        }
        if (droppedBy != null && dropped.size() == event.additions().size() && !event.deletes()) {
            return new ReleaseDecision.Withhold(droppedBy);
        }
        return new ReleaseDecision.Release(
                whole.rule(), dropped.stream().sorted().toList());
    }

    private Answer ofAddition(Addition addition, Answer.Released whole) {
        var touched = new TreeSet<>(Classes.of(addition.classification()));
        classes.collect(addition, touched);
        Answer strictest = dropsAny(whole, addition, touched) ? new Answer.Denied(whole.rule()) : whole;
        for (String classification : touched) {
            Answer answer = ofClasses.computeIfAbsent(classification, this::ofClass);
            if (answer instanceof Answer.Released released && dropsAny(released, addition, touched)) {
                answer = new Answer.Denied(released.rule());
            }
            strictest = strictest(strictest, answer);
        }
        return strictest;
    }

    private static boolean dropsAny(Answer.Released released, Addition addition, SortedSet<String> touched) {
        for (Drops drops : released.drops()) {
            if (drops.drops(addition, touched)) {
                return true;
            }
        }
        return false;
    }

    private Answer ofEvent() {
        return forEachResidency(residency ->
                answer(route.ofEvent(labels, residency), new Answer.Released(RELEASE_UNCLASSIFIED, List.of())));
    }

    private Answer ofClass(String classification) {
        return forEachResidency(residency ->
                answer(route.ofClass(classification, labels, residency), new Answer.Denied(DENY_CLASSIFIED)));
    }

    /** All values of the label residency must be satisfied, so each is asked about by itself; {@code ""} stands for none. */
    private Answer forEachResidency(Function<String, Answer> ask) {
        SortedSet<String> residencies = labels.of(LabelForms.RESIDENCY);
        Answer strictest = ask.apply(residencies.isEmpty() ? "" : residencies.first());
        for (String residency : residencies) {
            strictest = strictest(strictest, ask.apply(residency));
        }
        return strictest;
    }

    private static Answer answer(Voice voice, Answer withoutRule) {
        return switch (voice) {
            case Voice.Silent() -> withoutRule;
            case Voice.Withholds(var rule) -> new Answer.Withheld(rule);
            case Voice.Unsure(var rule) -> new Answer.Undecided(rule);
            case Voice.Releases(var rule, var drops) -> new Answer.Released(rule, List.of(drops));
        };
    }

    private static Answer strictest(Answer one, Answer other) {
        if (one instanceof Answer.Released(var rule, var drops) && other instanceof Answer.Released(var _, var more)) {
            var all = new ArrayList<>(drops);
            all.addAll(more);
            return new Answer.Released(rule, all);
        }
        return strictness(other) > strictness(one) ? other : one;
    }

    private static int strictness(Answer answer) {
        return switch (answer) {
            case Answer.Released _ -> 0;
            case Answer.Denied _ -> 1;
            case Answer.Undecided _ -> 2;
            case Answer.Withheld _ -> 3;
        };
    }
}
