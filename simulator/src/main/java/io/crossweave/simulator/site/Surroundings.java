package io.crossweave.simulator.site;

import io.crossweave.crypto.kms.Entropy;
import io.crossweave.simulator.fault.Faults;
import io.crossweave.simulator.keys.SignedHere;
import io.crossweave.simulator.network.Network;
import io.crossweave.simulator.tally.Tally;
import io.crossweave.simulator.time.Schedule;
import io.crossweave.simulator.trace.Trace;

/** The simulated edges that all sites of a run stand in. */
public record Surroundings(
        Schedule schedule,
        Network network,
        Faults faults,
        Entropy entropy,
        SignedHere signed,
        Trace trace,
        Tally tally,
        SiteObserver observer) {}
