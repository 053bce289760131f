package io.crossweave.core.model;

import java.util.Locale;

/** How the live entries at a path are shown (L5). A rule is a view only: it never removes an entry. */
public enum MergeRule {
    /** The register with the greatest (HLC, site, counter, ordinal). */
    LWW,
    /** All appended elements in the order of (HLC, site, counter, ordinal). */
    LOG,
    /** The distinct member values, in canonical order. */
    SET,
    /** The decimal sum of all increments. */
    COUNTER,
    /** The greatest register: numbers by decimal value, texts where there is no number. */
    MAX,
    /** The least register. */
    MIN,
    /** Of registers that don't supersede each other the one whose source ranks highest, then as {@link #LWW}. */
    PRIORITY,
    /** As {@link #LWW}, marked provisional while registers stand that don't supersede each other: somebody is to choose. */
    MANUAL,
    /** The same, until a resolver has answered. */
    RESOLVER;

    /** Whether one write replaces all that its site held at the path, so that it may be of any form. */
    public boolean isReplaced() {
        return switch (this) {
            case LWW, PRIORITY, MANUAL, RESOLVER -> true;
            case LOG, SET, COUNTER, MAX, MIN -> false;
        };
    }

    public boolean isExtreme() {
        return this == MAX || this == MIN;
    }

    /** Whether what is shown of concurrent writes is provisional until somebody has decided. */
    public boolean awaitsDecision() {
        return this == MANUAL || this == RESOLVER;
    }

    /** The name in context type files and in answers. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
