/**
 * The keys of simulated sites, with randomness from the seed: a key service that wraps truly, and fails, and an opener that verifies only a
 * sample of what sites of the run signed themselves.
 */
@NullMarked
package io.crossweave.simulator.keys;

import org.jspecify.annotations.NullMarked;
