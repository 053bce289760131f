/**
 * One simulated site: production lanes, wire, cipher and clock on the schedule, over a simulated disk and network. What a live site does
 * on threads is done here step by step; {@code check} watches through {@link io.crossweave.simulator.site.SiteObserver}.
 */
@NullMarked
package io.crossweave.simulator.site;

import org.jspecify.annotations.NullMarked;
