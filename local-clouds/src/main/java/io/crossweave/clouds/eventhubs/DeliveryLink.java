package io.crossweave.clouds.eventhubs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;
import org.apache.qpid.proton.amqp.transport.SenderSettleMode;
import org.apache.qpid.proton.codec.ReadableBuffer;
import org.apache.qpid.proton.engine.Delivery;
import org.apache.qpid.proton.engine.EndpointState;
import org.apache.qpid.proton.engine.Sender;
import org.jspecify.annotations.Nullable;

/** Hands the events of one partition to one receiver, in order, as far as its credit goes. */
final class DeliveryLink implements LinkRole, Readers.Reader {
    /** What the attach asked for. */
    record Subscription(
            Hub hub,
            Hub.Partition partition,
            String consumerGroup,
            StartAt start,
            Optional<Long> epoch,
            boolean metrics) {}

    private final Sender link;
    private final Subscription subscription;
    private final Namespace namespace;
    private final MessageCodec codec;
    private final Runnable wakeConnection;
    private volatile @Nullable String stolenBy;
    private long nextSequence;
    private long deliveries;

    DeliveryLink(
            Sender link, Subscription subscription, Namespace namespace, MessageCodec codec, Runnable wakeConnection)
            throws RefusedException {
        this.link = link;
        this.subscription = subscription;
        this.namespace = namespace;
        this.codec = codec;
        this.wakeConnection = wakeConnection;
        this.nextSequence = subscription.partition().log().startOf(subscription.start());
        subscription.partition().readers().admit(this);
    }

    @Override
    public String consumerGroup() {
        return subscription.consumerGroup();
    }

    @Override
    public Optional<Long> epoch() {
        return subscription.epoch();
    }

    @Override
    public void eventsCame() {
        wakeConnection.run();
    }

    @Override
    public void stolenBy(String winner) {
        stolenBy = winner;
        wakeConnection.run();
    }

    @Override
    public void gone() {
        subscription.partition().readers().remove(this);
    }

    @Override
    public boolean deliver() {
        if (link.getLocalState() == EndpointState.CLOSED) {
            return false;
        }
        String winner = stolenBy;
        if (winner != null) {
            end(AmqpError.STOLEN.with(winner));
            return false;
        }
        try {
            return deliverTurn();
        } catch (IOException unreadable) {
            end(AmqpError.INTERNAL.with("partition " + subscription.partition().id() + ": " + unreadable));
            return false;
        }
    }

    private boolean deliverTurn() throws IOException {
        int turn = 0;
        while (mayDeliver()) {
            if (turn == HubLimits.DELIVERIES_PER_TURN) {
                return true;
            }
            Optional<PartitionLog.Kept> event = subscription.partition().log().next(nextSequence);
            if (event.isEmpty()) {
                // No more for now: a receiver that asked to drain gets its credit back.
                link.drained();
                return false;
            }
            send(event.get().stored());
            nextSequence = event.get().sequence() + 1;
            turn++;
        }
        return false;
    }

    private boolean mayDeliver() {
        return !namespace.faults().paused()
                && link.getCredit() > 0
                && link.getUnsettled() < HubLimits.UNSETTLED_MAX
                && link.getSession().getOutgoingBytes() < HubLimits.SESSION_OUTGOING_BYTES_MAX;
    }

    private void send(ByteBuffer event) {
        Delivery delivery = link.delivery(
                ByteBuffer.allocate(Long.BYTES).putLong(deliveries++).array());
        if (subscription.metrics()) {
            byte[] metric = codec.runtimeMetric(
                    subscription.partition().log().state(), namespace.clock().millis());
            link.send(metric, 0, metric.length);
        }
        link.send(ReadableBuffer.ByteBufferReader.wrap(event));
        if (link.getSenderSettleMode() == SenderSettleMode.SETTLED) {
            delivery.settle();
        }
        link.advance();
        namespace.counters().delivered(subscription.hub().name(), 1);
    }

    private void end(ErrorCondition why) {
        gone();
        link.setCondition(why);
        link.close();
    }
}
