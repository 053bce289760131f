package io.crossweave.core.publish;

import io.crossweave.core.document.PathPattern;
import io.crossweave.core.model.ContextType;
import io.crossweave.core.model.ContextType.PathMerge;
import io.crossweave.core.model.MergeRule;
import io.crossweave.core.model.Tier;
import java.util.List;

/** Context types for tests. */
final class Types {
    /** Each rule at the top and below {@code /n}; everything else is last writer wins. */
    static final ContextType DEMO = new ContextType(
            "demo",
            1,
            Tier.IMPORTANT,
            List.of(
                    merge("/messages", MergeRule.LOG),
                    merge("/tags", MergeRule.SET),
                    merge("/visits", MergeRule.COUNTER),
                    merge("/best", MergeRule.MAX),
                    merge("/least", MergeRule.MIN),
                    merge("/status", MergeRule.PRIORITY),
                    merge("/bio", MergeRule.MANUAL),
                    merge("/plan", MergeRule.RESOLVER),
                    merge("/n/best", MergeRule.MAX),
                    merge("/n/least", MergeRule.MIN),
                    merge("/n/status", MergeRule.PRIORITY),
                    merge("/n/bio", MergeRule.MANUAL),
                    merge("/n/log", MergeRule.LOG),
                    merge("/n/tags", MergeRule.SET),
                    merge("/n/visits", MergeRule.COUNTER)),
            List.of());

    /** Last writer wins everywhere. */
    static final ContextType PLAIN = new ContextType("demo", 1, Tier.IMPORTANT, List.of(), List.of());

    private Types() {}

    static PathMerge merge(String pattern, MergeRule rule) {
        return new PathMerge(PathPattern.parse(pattern), rule);
    }
}
