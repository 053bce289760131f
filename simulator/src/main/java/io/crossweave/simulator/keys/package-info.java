/**
 * The keys of simulated sites and a key service that fails: real wrapping, with randomness from the seed.
 */
@NullMarked
package io.crossweave.simulator.keys;

import org.jspecify.annotations.NullMarked;
