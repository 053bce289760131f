/**
 * What happened in a run, as a hash and as lines. Everything else writes into it; nothing reads it but tests and people.
 */
@NullMarked
package io.crossweave.simulator.trace;

import org.jspecify.annotations.NullMarked;
