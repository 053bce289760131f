package io.crossweave.core.spi;

import java.util.OptionalLong;

/**
 * Where a transport keeps how far it has consumed a partition of its intake, for services whose consumers keep their own positions.
 * A lost position only means that frames come again.
 */
public interface PositionStore {
    /** The last saved position of a partition: everything up to and including it was acknowledged. */
    OptionalLong load(String partition);

    /** Saves a position, in the background. */
    void save(String partition, long position);
}
