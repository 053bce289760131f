package io.crossweave.clouds.eventhubs;

import java.util.Map;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.Rejected;
import org.apache.qpid.proton.amqp.transport.DeliveryState;
import org.apache.qpid.proton.engine.Delivery;
import org.apache.qpid.proton.engine.Receiver;
import org.apache.qpid.proton.message.Message;

/** Takes the requests of {@code $cbs} or {@code $management}; an answer goes to the link that {@code reply-to} names. */
final class RequestLink implements LinkRole {
    private final Receiver link;
    private final String node;
    private final Requests requests;
    private final Map<String, ReplyLink> replyLinks;

    RequestLink(Receiver link, String node, Requests requests, Map<String, ReplyLink> replyLinks) {
        this.link = link;
        this.node = node;
        this.requests = requests;
        this.replyLinks = replyLinks;
        link.flow(HubLimits.REQUEST_CREDIT);
    }

    @Override
    public void receive() {
        for (Delivery delivery = link.current(); delivery != null && !delivery.isPartial(); delivery = link.current()) {
            byte[] request = new byte[delivery.pending()];
            link.recv(request, 0, request.length);
            link.advance();
            delivery.disposition(outcome(request));
            delivery.settle();
            link.flow(1);
        }
    }

    private DeliveryState outcome(byte[] bytes) {
        try {
            Message request = decode(bytes);
            ReplyLink replyTo = replyLinks.get(String.valueOf(request.getReplyTo()));
            if (replyTo == null) {
                throw new RefusedException(
                        AmqpError.NOT_FOUND,
                        "no link has the target address " + request.getReplyTo() + " for the reply");
            }
            Message answer = requests.answer(node, request);
            answer.setCorrelationId(request.getMessageId());
            replyTo.send(answer);
            return Accepted.getInstance();
        } catch (RefusedException refused) {
            Rejected rejected = new Rejected();
            rejected.setError(refused.condition());
            return rejected;
        }
    }

    private static Message decode(byte[] bytes) throws RefusedException {
        Message request = Message.Factory.create();
        try {
            request.decode(bytes, 0, bytes.length);
            return request;
        } catch (RuntimeException | StackOverflowError malformed) {
            // The decoder has no checked exception for bytes that are not AMQP, and nests as deep as they say.
            throw new RefusedException(AmqpError.DECODE_ERROR, "not an AMQP message: " + malformed);
        }
    }
}
