/**
 * A deterministic simulator: several sites in one thread on a virtual clock, with production lanes, documents, wire, cryptography and
 * policy; only clock, network, disk and key service are simulated. {@link io.crossweave.simulator.SeedRange} runs seeds, {@link
 * io.crossweave.simulator.Simulation} one of them, {@link io.crossweave.simulator.Summary} sums them up. Nothing here reads a clock or
 * draws what is not from the seed.
 */
@NullMarked
package io.crossweave.simulator;

import org.jspecify.annotations.NullMarked;
