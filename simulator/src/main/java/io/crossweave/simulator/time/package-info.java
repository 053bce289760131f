/**
 * The virtual clock and the one queue that decides what happens next.
 */
@NullMarked
package io.crossweave.simulator.time;

import org.jspecify.annotations.NullMarked;
