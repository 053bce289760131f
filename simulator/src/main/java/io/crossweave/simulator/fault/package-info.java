/**
 * What goes wrong, drawn from the seed: {@link io.crossweave.simulator.fault.Faults} answers whether a fault strikes here, and how long
 * things take. It does nothing by itself: network, sites and weather ask it.
 */
@NullMarked
package io.crossweave.simulator.fault;

import org.jspecify.annotations.NullMarked;
