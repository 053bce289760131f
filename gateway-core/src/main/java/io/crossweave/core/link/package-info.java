/**
 * Links: what a site sends to one destination and what it knows of the destination's progress (L12). A destination lane takes the committed
 * log in order, asks the policy, and numbers envelopes; heartbeats carry the last numbers, the confirmations and the asks for what is
 * missing. What a site has to send of a context is named by its <em>own number</em>: the dots of this region in the order in which they were
 * committed here, over all its incarnations, from 1; of a site's first incarnation that is the dot's counter. After a change of the policy it restates what the destination may hold (L11). Next: {@code spi.EnvelopeSealer}, {@code wire} and a transport.
 */
@NullMarked
package io.crossweave.core.link;

import org.jspecify.annotations.NullMarked;
