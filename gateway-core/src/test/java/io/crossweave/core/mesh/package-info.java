/**
 * Several sites' lanes in one thread over a network that drops, duplicates, reorders and delays, with crashes and holds, all from a seed.
 * Envelopes travel as lists of items: bytes, frames and keys have tests of their own.
 */
@NullMarked
package io.crossweave.core.mesh;

import org.jspecify.annotations.NullMarked;
