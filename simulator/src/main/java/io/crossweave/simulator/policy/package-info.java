/**
 * What sites of a run may hold: as policy files for the production policy, and as plain questions for checkers, which never ask the
 * policy itself.
 */
@NullMarked
package io.crossweave.simulator.policy;

import org.jspecify.annotations.NullMarked;
