package io.crossweave.core.membership;

/** What becomes of a frame that is addressed to another site. */
public sealed interface Onward {
    /** It goes on to that site, as it came. */
    record Via(String nextHop) implements Onward {}

    /** It does not go on. */
    record Refused(String reason) implements Onward {}
}
