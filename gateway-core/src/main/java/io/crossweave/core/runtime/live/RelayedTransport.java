package io.crossweave.core.runtime.live;

import io.crossweave.core.limits.Limits;
import io.crossweave.core.spi.DeliverySink;
import io.crossweave.core.spi.SendOutcome;
import io.crossweave.core.spi.Transport;
import io.crossweave.core.spi.TransportCapabilities;
import io.crossweave.core.wire.EnvelopeAddress;
import io.crossweave.core.wire.Frame;
import java.util.function.Consumer;

/**
 * The intake of a relay as the way to somebody behind it. Frames are as small as every transport carries, since the relay passes them on as
 * they come. They have ordering keys of their own: what a relay takes slowly for one destination holds back nothing for another.
 */
final class RelayedTransport implements Transport {
    private final Transport relay;
    private final String destination;

    RelayedTransport(Transport relay, String destination) {
        this.relay = relay;
        this.destination = destination;
    }

    @Override
    public TransportCapabilities capabilities() {
        TransportCapabilities ofRelay = relay.capabilities();
        return new TransportCapabilities(Limits.FRAME_BYTES_MIN, ofRelay.ordering(), ofRelay.batching());
    }

    @Override
    public void send(Frame frame, String orderingKey, Consumer<SendOutcome> done) {
        relay.send(frame, key(orderingKey, destination), done);
    }

    /** Two regions' names would not fit into the shortest key that a transport takes. */
    private static String key(String orderingKey, String destination) {
        return orderingKey + "/" + Integer.toHexString(destination.hashCode());
    }

    /** The key under which a relay sends what it was given; to the destination's own intake it is the one of a direct link. */
    static String key(EnvelopeAddress address, String nextHop) {
        String direct = address.origin().region() + "/"
                + address.lane()
                        .map(lane -> lane.tier().id() + "/" + lane.shard())
                        .orElse("control");
        return nextHop.equals(address.destination()) ? direct : key(direct, address.destination());
    }

    @Override
    public void subscribe(DeliverySink sink) {
        throw new UnsupportedOperationException("nobody takes in at somebody else's intake");
    }

    /** The relay's intake is closed by who opened it. */
    @Override
    public void close() {}
}
