package io.crossweave.core.model;

/** How the live entries at a path are shown (L5). */
public enum MergeRule {
    /** The register with the greatest (HLC, site, counter, ordinal). */
    LWW,
    /** All appended elements in the order of (HLC, site, counter, ordinal). */
    LOG,
    /** The distinct member values, in canonical order. */
    SET,
    /** The decimal sum of all increments. */
    COUNTER
}
