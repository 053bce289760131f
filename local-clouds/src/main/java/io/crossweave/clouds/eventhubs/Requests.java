package io.crossweave.clouds.eventhubs;

import io.crossweave.clouds.eventhubs.PartitionLog.Placement;
import java.util.HashMap;
import java.util.Map;
import org.apache.qpid.proton.amqp.messaging.AmqpValue;
import org.apache.qpid.proton.amqp.messaging.ApplicationProperties;
import org.apache.qpid.proton.message.Message;

/** Answers the two request nodes of one connection. The SDK casts what it reads, so the types here are exact. */
final class Requests {
    static final String CBS = "$cbs";
    static final String MANAGEMENT = "$management";

    private final Namespace namespace;
    private final Tokens tokens;

    Requests(Namespace namespace, Tokens tokens) {
        this.namespace = namespace;
        this.tokens = tokens;
    }

    /** @param node {@link #CBS} or {@link #MANAGEMENT} */
    Message answer(String node, Message request) {
        try {
            return node.equals(CBS) ? putToken(request) : read(request);
        } catch (RefusedException refused) {
            return failed(refused);
        }
    }

    private Message putToken(Message request) throws RefusedException {
        requireOperation(request, "put-token");
        if (!(request.getBody() instanceof AmqpValue body && body.getValue() instanceof String token)) {
            throw new RefusedException(AmqpError.INVALID_FIELD, "the body of put-token is the token as a string");
        }
        tokens.grant(namespace.key().check(token, nowS()));
        return reply(202, "Accepted");
    }

    private Message read(Message request) throws RefusedException {
        requireOperation(request, "READ");
        authorise(request);
        Hub hub = namespace.hub(property(request, "name"));
        Message answer = reply(200, "OK");
        String type = property(request, "type");
        switch (type) {
            case "com.microsoft:eventhub" -> answer.setBody(new AmqpValue(describe(hub)));
            case "com.microsoft:partition" ->
                answer.setBody(new AmqpValue(describe(hub, hub.partition(property(request, "partition")))));
            default -> throw new RefusedException(AmqpError.NOT_IMPLEMENTED, "no entity type " + type);
        }
        return answer;
    }

    /** A management request brings its own token; one that brings none needs a token that was put before. */
    private void authorise(Message request) throws RefusedException {
        ApplicationProperties properties = request.getApplicationProperties();
        if (properties != null && properties.getValue().get("security_token") instanceof String token) {
            namespace.key().check(token, nowS());
        } else {
            tokens.requireAny(nowS());
        }
    }

    private static Map<String, Object> describe(Hub hub) {
        Map<String, Object> described = new HashMap<>();
        described.put("type", "com.microsoft:eventhub");
        described.put("name", hub.name());
        described.put("created_at", MessageCodec.timestamp(hub.createdMs()));
        described.put("partition_count", hub.partitions().size());
        described.put(
                "partition_ids",
                hub.partitions().stream().map(one -> Integer.toString(one.id())).toArray(String[]::new));
        return described;
    }

    private static Map<String, Object> describe(Hub hub, Hub.Partition partition) {
        PartitionLog.State state = partition.log().state();
        Placement last = state.last().orElse(new Placement(-1, -1, hub.createdMs()));
        Map<String, Object> described = new HashMap<>();
        described.put("type", "com.microsoft:partition");
        described.put("name", hub.name());
        described.put("partition", Integer.toString(partition.id()));
        described.put("begin_sequence_number", state.firstSequence());
        described.put("last_enqueued_sequence_number", last.sequence());
        described.put("last_enqueued_offset", Long.toString(last.offset()));
        described.put("last_enqueued_time_utc", MessageCodec.timestamp(last.enqueuedMs()));
        described.put("is_partition_empty", state.empty());
        return described;
    }

    private static void requireOperation(Message request, String operation) throws RefusedException {
        String asked = property(request, "operation");
        if (!asked.equals(operation)) {
            throw new RefusedException(
                    AmqpError.NOT_IMPLEMENTED, "the operation here is " + operation + ", not " + asked);
        }
    }

    private static String property(Message request, String name) throws RefusedException {
        ApplicationProperties properties = request.getApplicationProperties();
        Object value = properties == null ? null : properties.getValue().get(name);
        if (!(value instanceof String text)) {
            throw new RefusedException(AmqpError.INVALID_FIELD, "the request has no string property " + name);
        }
        return text;
    }

    private static Message failed(RefusedException refused) {
        int status = switch (refused.error()) {
            case NOT_FOUND -> 404;
            case UNAUTHORIZED -> 401;
            case NOT_IMPLEMENTED -> 501;
            default -> 400;
        };
        Message reply = reply(status, refused.reason());
        reply.getApplicationProperties()
                .getValue()
                .put("error-condition", refused.condition().getCondition());
        return reply;
    }

    private static Message reply(int status, String description) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("status-code", status);
        properties.put("status-description", description);
        Message reply = Message.Factory.create();
        reply.setApplicationProperties(new ApplicationProperties(properties));
        return reply;
    }

    private long nowS() {
        return namespace.clock().millis() / 1_000;
    }
}
