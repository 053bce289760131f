package io.crossweave.core.gateway;

import java.util.Optional;

/**
 * How far the comparison with a peer is.
 *
 * @param underWay whether it goes on now, or is to begin as soon as it can
 * @param last what the last one came to; empty where none has ended since the start
 */
public record RepairStatus(String peer, boolean underWay, Optional<RepairOutcome> last) {}
