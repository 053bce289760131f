package io.crossweave.core.spi;

/** Whether data may be submitted at a site. */
public sealed interface SubmissionDecision {
    record Admitted() implements SubmissionDecision {}

    /** The rule that refuses it, by name, and why in one sentence without any of the data. */
    record Refused(String rule, String reason) implements SubmissionDecision {}

    Admitted ADMITTED = new Admitted();
}
