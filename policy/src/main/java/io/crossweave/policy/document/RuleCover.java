package io.crossweave.policy.document;

import io.crossweave.policy.document.Whereabouts.Anywhere;
import io.crossweave.policy.document.Whereabouts.Inside;
import io.crossweave.policy.document.Whereabouts.Outside;
import io.crossweave.policy.document.Whereabouts.Sites;
import java.util.Map;
import java.util.SortedSet;

/** Whether one set of conditions holds wherever another does. It answers yes only where that is certain from the text of both. */
final class RuleCover {
    private RuleCover() {}

    static boolean covers(RuleConditions wide, RuleConditions narrow) {
        return (wide.types().isEmpty()
                        || (!narrow.types().isEmpty() && wide.types().containsAll(narrow.types())))
                && wide.classes().isEmpty() == narrow.classes().isEmpty()
                && wide.classes().containsAll(narrow.classes())
                && coversLabels(wide, narrow)
                && covers(wide.origin(), narrow.origin())
                && covers(wide.destination(), narrow.destination());
    }

    private static boolean coversLabels(RuleConditions wide, RuleConditions narrow) {
        for (Map.Entry<String, SortedSet<String>> label : wide.labels().entrySet()) {
            SortedSet<String> values = narrow.labels().get(label.getKey());
            if (values == null || !label.getValue().containsAll(values)) {
                return false;
            }
        }
        return true;
    }

    private static boolean covers(Whereabouts wide, Whereabouts narrow) {
        return switch (wide) {
            case Anywhere() -> true;
            case Inside(var names) -> narrow instanceof Inside(var inner) && names.containsAll(inner);
            case Outside(var names) -> narrow instanceof Outside(var outer) && outer.containsAll(names);
            case Sites(var regions) -> narrow instanceof Sites(var inner) && regions.containsAll(inner);
        };
    }
}
