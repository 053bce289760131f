/**
 * What happened how often: faults, events, and what policy decided. Sums up to the summary line.
 */
@NullMarked
package io.crossweave.simulator.tally;

import org.jspecify.annotations.NullMarked;
