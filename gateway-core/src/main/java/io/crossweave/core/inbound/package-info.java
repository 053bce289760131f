/**
 * The way into a site: what a transport delivers is parsed, checked by itself (signature, then hash path), reassembled within bounds,
 * opened and decoded into lane items or a control message. Nothing unchecked takes memory. Next: {@code context} applies the items,
 * {@code link} hears the heartbeats; only then is the broker told.
 */
@NullMarked
package io.crossweave.core.inbound;

import org.jspecify.annotations.NullMarked;
