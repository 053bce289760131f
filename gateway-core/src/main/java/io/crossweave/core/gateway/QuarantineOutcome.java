package io.crossweave.core.gateway;

/** What became of a quarantined item that an operator asked something of. */
public sealed interface QuarantineOutcome {
    /** It is applied, and so is what waited for it. */
    record Applied() implements QuarantineOutcome {}

    /** It left the quarantine and waits for what it depends on, like any other item. */
    record Waiting() implements QuarantineOutcome {}

    /** It can't be applied, and stays. */
    record Kept(String reason, int attempts) implements QuarantineOutcome {}

    /** Its dots are a hole here for good. */
    record Declined() implements QuarantineOutcome {}

    /** No such item is quarantined here. */
    record Unknown() implements QuarantineOutcome {}
}
