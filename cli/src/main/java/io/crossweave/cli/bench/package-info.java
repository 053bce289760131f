/**
 * Load from outside, in an open loop: every event has a time at which it is due, and its latency counts from then, whether the sites or
 * this machine kept up or not. What is measured is printed, never asserted.
 */
@NullMarked
package io.crossweave.cli.bench;

import org.jspecify.annotations.NullMarked;
