/**
 * A whole run: sites, clients, faults that last, the time of healing, and the questions at its end.
 */
@NullMarked
package io.crossweave.simulator.world;

import org.jspecify.annotations.NullMarked;
