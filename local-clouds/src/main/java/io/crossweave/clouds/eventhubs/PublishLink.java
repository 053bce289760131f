package io.crossweave.clouds.eventhubs;

import io.crossweave.clouds.eventhubs.MessageCodec.Arrival;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.qpid.proton.amqp.UnsignedLong;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.Rejected;
import org.apache.qpid.proton.amqp.transport.DeliveryState;
import org.apache.qpid.proton.engine.Delivery;
import org.apache.qpid.proton.engine.EndpointState;
import org.apache.qpid.proton.engine.Receiver;

/** Takes events from a publisher into the partition of their key, or into the one that the link names. */
final class PublishLink implements LinkRole {
    /** Where the events of this link go: a hub, and one partition of it if the address says so. */
    record Destination(Hub hub, Optional<Hub.Partition> fixed) {}

    private final Receiver link;
    private final Destination destination;
    private final Namespace namespace;
    private final MessageCodec codec;
    private final Runnable breakConnection;

    PublishLink(
            Receiver link, Destination destination, Namespace namespace, MessageCodec codec, Runnable breakConnection) {
        this.link = link;
        this.destination = destination;
        this.namespace = namespace;
        this.codec = codec;
        this.breakConnection = breakConnection;
        link.setMaxMessageSize(UnsignedLong.valueOf(HubLimits.MESSAGE_BYTES_MAX));
        link.flow(HubLimits.PUBLISHER_CREDIT);
    }

    @Override
    public void receive() {
        for (Delivery delivery = link.current(); delivery != null; delivery = link.current()) {
            if (link.getLocalState() == EndpointState.CLOSED) {
                discard(delivery);
            } else if (delivery.pending() > HubLimits.MESSAGE_BYTES_MAX) {
                refuseTooLarge(delivery);
            } else if (delivery.isPartial()) {
                return;
            } else {
                take(delivery);
                continue;
            }
            if (delivery.isPartial()) {
                return;
            }
        }
    }

    /** A detached publisher may not have seen it yet: what it still sends must not pile up, and is never settled. */
    private void discard(Delivery delivery) {
        link.recv();
        if (!delivery.isPartial()) {
            link.advance();
        }
    }

    /** Checked while the message is still coming, so that a peer can't make us hold more than the limit. */
    private void refuseTooLarge(Delivery delivery) {
        namespace.counters().refusedAsTooLarge(destination.hub().name());
        link.setCondition(AmqpError.MESSAGE_TOO_LARGE.with("a message of more than " + HubLimits.MESSAGE_BYTES_MAX
                + " bytes for " + destination.hub().name()));
        link.close();
        discard(delivery);
    }

    private void take(Delivery delivery) {
        if (delivery.isAborted()) {
            link.advance();
            delivery.settle();
            return;
        }
        byte[] transfer = new byte[delivery.pending()];
        link.recv(transfer, 0, transfer.length);
        link.advance();
        if (namespace.faults().takeThrottledSend()) {
            settle(delivery, rejected(new RefusedException(AmqpError.SERVER_BUSY, "throttled as ordered")));
            return;
        }
        try {
            store(transfer, delivery.getMessageFormat());
        } catch (RefusedException refused) {
            settle(delivery, rejected(refused));
            return;
        }
        if (namespace.faults().takeLostAck()) {
            breakConnection.run();
            return;
        }
        settle(delivery, Accepted.getInstance());
    }

    private void store(byte[] transfer, int format) throws RefusedException {
        Arrival arrival = codec.read(transfer, format);
        if (destination.fixed().isPresent() && arrival.partitionKey().isPresent()) {
            throw new RefusedException(
                    AmqpError.NOT_ALLOWED, "a link to one partition takes no partition key: " + link.getName());
        }
        Hub.Partition partition =
                destination.fixed().orElseGet(() -> destination.hub().route(arrival.partitionKey()));
        List<PartitionLog.Encoding> events = new ArrayList<>();
        for (MessageCodec.Event event : arrival.events()) {
            events.add(placement -> codec.stored(event, placement));
        }
        try {
            partition.log().append(events, namespace.clock().millis());
        } catch (IOException full) {
            throw new RefusedException(AmqpError.INTERNAL, "the event was not stored: " + full.getMessage());
        }
        // As the service measures: the limit is for the transfer, so each event counts with the size of its batch.
        events.forEach(event -> namespace.counters().accepted(destination.hub().name(), transfer.length));
        partition.readers().eventsCame();
    }

    private void settle(Delivery delivery, DeliveryState outcome) {
        delivery.disposition(outcome);
        delivery.settle();
        if (link.getCredit() <= HubLimits.PUBLISHER_CREDIT / 2) {
            link.flow(HubLimits.PUBLISHER_CREDIT - link.getCredit());
        }
    }

    private static Rejected rejected(RefusedException refused) {
        Rejected rejected = new Rejected();
        rejected.setError(refused.condition());
        return rejected;
    }
}
