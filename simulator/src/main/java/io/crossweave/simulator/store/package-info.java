/**
 * A disk in memory, of which a crash loses what was not synced. Below the production rows and codecs, above nothing.
 */
@NullMarked
package io.crossweave.simulator.store;

import org.jspecify.annotations.NullMarked;
