/**
 * The brokers between sites: intakes that keep frames until they are acknowledged, and links that lose, repeat, delay, damage and cut.
 * It sees bytes alone.
 */
@NullMarked
package io.crossweave.simulator.network;

import org.jspecify.annotations.NullMarked;
