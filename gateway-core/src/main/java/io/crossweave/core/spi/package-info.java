/**
 * What the core asks of the world: a store, transports, the sealing and opening of envelopes, the residency policy, a place for
 * what must be accounted for, and the other modules answer. Nothing here names a cipher, a cloud or a framework. Expected outcomes are values; an exception means a bug.
 */
@NullMarked
package io.crossweave.core.spi;

import org.jspecify.annotations.NullMarked;
