/**
 * Links: what a site sends to one destination and what it knows of the destination's progress (L12). A destination lane takes the committed
 * log in order, asks the policy, and numbers envelopes; heartbeats carry the last numbers, the confirmations and the asks for what is
 * missing. After a change of the policy it restates what the destination may hold (L11). Next: {@code spi.EnvelopeSealer}, {@code wire} and a transport.
 */
@NullMarked
package io.crossweave.core.link;

import org.jspecify.annotations.NullMarked;
