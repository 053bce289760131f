package io.crossweave.core.inbound;

import io.crossweave.core.event.LaneItem;
import io.crossweave.core.link.Heartbeat;
import io.crossweave.core.link.HeldDots;
import io.crossweave.core.reconcile.RepairMessage;
import io.crossweave.core.wire.DataBody;
import io.crossweave.core.wire.EnvelopeAddress;
import io.crossweave.core.wire.Frame;
import java.util.List;

/** What a received frame turned out to be. */
public sealed interface Arrival {
    /** It completed an envelope of lane items. */
    record Items(EnvelopeAddress address, DataBody body) implements Arrival {
        public List<LaneItem> items() {
            return body.items();
        }
    }

    /** It completed a control message. */
    record Control(EnvelopeAddress address, Heartbeat heartbeat) implements Arrival {}

    /** It completed a message of repair. */
    record Repair(EnvelopeAddress address, RepairMessage message) implements Arrival {}

    /** It completed a control message about dots of a lost life. */
    record Held(EnvelopeAddress address, HeldDots message) implements Arrival {}

    /** It brought data keys of this origin: envelopes that waited for them can be tried again. */
    record Keys(String originRegion) implements Arrival {}

    /** Kept until the rest of its envelope, or its key, is here. Its number stays open, so nothing is lost if it is forgotten. */
    record Kept(String why) implements Arrival {}

    /** It is for another site and goes on to the next one on its way, as it came. */
    record Onward(String nextHop, EnvelopeAddress address, Frame frame) implements Arrival {}

    /** It is for another site, and does not go on from here. */
    record NotForwarded(String destination, String reason) implements Arrival {}

    /** Never acceptable. */
    record Rejected(String reason) implements Arrival {}
}
