/**
 * The steps of an event's path, each measured alone by JMH: appending to a context, deciding and sealing what leaves, opening what arrives,
 * and the vectors that all of it compares. What they work on is made up from seeds, so that two runs measure the same.
 *
 * <p>No network, no disk and no threads of the gateway: how the whole performs is what {@code ./crossweave bench} measures. No timing is
 * asserted here either; results are for reading side by side, see {@code docs/benchmarks.md}.
 */
@NullMarked
package io.crossweave.benchmarks;

import org.jspecify.annotations.NullMarked;
