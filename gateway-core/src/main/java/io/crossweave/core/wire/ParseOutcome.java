package io.crossweave.core.wire;

/** How parsing what a transport delivered ended. */
public sealed interface ParseOutcome {
    /** The layout and its bounds hold; signature and path are still to be checked. */
    record Parsed(ParsedFrame frame) implements ParseOutcome {}

    /** Not a frame of this version: it can never become one, so it is counted, acknowledged and dropped. */
    record Malformed(String reason) implements ParseOutcome {}
}
