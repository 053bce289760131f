package io.crossweave.clouds.eventhubs;

import io.crossweave.clouds.eventhubs.DeliveryLink.Subscription;
import io.crossweave.clouds.eventhubs.PublishLink.Destination;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.qpid.proton.amqp.DescribedType;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.messaging.Source;
import org.apache.qpid.proton.amqp.messaging.Target;
import org.apache.qpid.proton.amqp.transport.ReceiverSettleMode;
import org.apache.qpid.proton.engine.Delivery;
import org.apache.qpid.proton.engine.EndpointState;
import org.apache.qpid.proton.engine.Event;
import org.apache.qpid.proton.engine.Link;
import org.apache.qpid.proton.engine.Receiver;
import org.apache.qpid.proton.engine.Sender;
import org.apache.qpid.proton.engine.Session;
import org.jspecify.annotations.Nullable;

/** Answers what the engine of one connection reports, and gives each attached link its role. Runs under its lock. */
final class LinkDesk {
    /** What a link can do to its connection. */
    interface Line {
        /** The connection has something to deliver or to end; from any thread. */
        void wake();

        /** The connection breaks, and what it has not written yet is never written. */
        void sever();
    }

    private static final Symbol SELECTOR = Symbol.valueOf("apache.org:selector-filter:string");
    private static final Symbol EPOCH = Symbol.valueOf("com.microsoft:epoch");
    private static final Symbol RUNTIME_METRIC = Symbol.valueOf("com.microsoft:enable-receiver-runtime-metric");

    private final Namespace namespace;
    private final Line line;
    private final MessageCodec codec = new MessageCodec();
    private final Tokens tokens = new Tokens();
    private final Requests requests;
    private final Map<String, ReplyLink> replyLinks = new HashMap<>();
    private final Map<Link, LinkRole> roles = new LinkedHashMap<>();

    LinkDesk(Namespace namespace, Line line) {
        this.namespace = namespace;
        this.line = line;
        this.requests = new Requests(namespace, tokens);
    }

    void react(Event event) {
        switch (event.getType()) {
            case CONNECTION_REMOTE_OPEN -> event.getConnection().open();
            case CONNECTION_REMOTE_CLOSE -> event.getConnection().close();
            case SESSION_REMOTE_OPEN -> event.getSession().open();
            case SESSION_REMOTE_CLOSE -> end(event.getSession());
            case LINK_REMOTE_OPEN -> attach(event.getLink());
            case LINK_REMOTE_CLOSE, LINK_REMOTE_DETACH -> detach(event.getLink());
            case DELIVERY -> arrived(event.getDelivery());
            default -> {
                // The engine also reports our own steps, flows and the transport: deliver() looks at credit itself.
            }
        }
    }

    /** One turn of each link; {@code true} when one could go on. */
    boolean deliver() {
        boolean more = false;
        for (LinkRole role : List.copyOf(roles.values())) {
            more |= role.deliver();
        }
        return more;
    }

    void gone() {
        roles.values().forEach(LinkRole::gone);
        roles.clear();
    }

    private void arrived(Delivery delivery) {
        if (delivery.getLink() instanceof Sender) {
            if (delivery.remotelySettled() || delivery.getRemoteState() != null) {
                delivery.settle();
            }
            return;
        }
        LinkRole role = roles.get(delivery.getLink());
        if (role != null) {
            role.receive();
        }
    }

    private void attach(Link link) {
        link.setSource(link.getRemoteSource());
        link.setTarget(link.getRemoteTarget());
        link.setSenderSettleMode(link.getRemoteSenderSettleMode());
        link.setReceiverSettleMode(ReceiverSettleMode.FIRST);
        try {
            if (roles.size() >= HubLimits.LINKS_PER_CONNECTION_MAX) {
                throw new RefusedException(
                        AmqpError.LIMIT_EXCEEDED,
                        "a connection has at most " + HubLimits.LINKS_PER_CONNECTION_MAX + " links");
            }
            roles.put(link, link instanceof Receiver receiver ? incoming(receiver) : outgoing((Sender) link));
            link.open();
        } catch (RefusedException refused) {
            refuse(link, refused);
        }
    }

    /** As the protocol wants it: an attach that lacks the terminus which could not be made, then the detach with why. */
    private static void refuse(Link link, RefusedException refused) {
        if (link instanceof Receiver) {
            link.setTarget(null);
        } else {
            link.setSource(null);
        }
        link.open();
        link.setCondition(refused.condition());
        link.close();
    }

    private LinkRole incoming(Receiver link) throws RefusedException {
        if (!(link.getRemoteTarget() instanceof Target target)) {
            throw new RefusedException(AmqpError.NOT_IMPLEMENTED, "a sender needs a plain target");
        }
        String address = address(target.getAddress());
        if (isNode(address)) {
            return new RequestLink(link, address, requests, replyLinks);
        }
        tokens.require(address, nowS());
        String[] path = address.split("/", -1);
        Hub hub = namespace.hub(path[0]);
        Optional<Hub.Partition> fixed = switch (path.length) {
            case 1 -> Optional.empty();
            case 3 -> Optional.of(hub.partition(segmentAfter(path, 1, "Partitions")));
            default -> throw unknown(address);
        };
        return new PublishLink(link, new Destination(hub, fixed), namespace, codec, line::sever);
    }

    private LinkRole outgoing(Sender link) throws RefusedException {
        if (!(link.getRemoteSource() instanceof Source source)) {
            throw new RefusedException(AmqpError.NOT_IMPLEMENTED, "a receiver needs a plain source");
        }
        String address = address(source.getAddress());
        if (isNode(address)) {
            if (!(link.getRemoteTarget() instanceof Target target)) {
                throw new RefusedException(AmqpError.INVALID_FIELD, "replies need a target address");
            }
            ReplyLink replies = new ReplyLink(link);
            replyLinks.put(address(target.getAddress()), replies);
            return replies;
        }
        tokens.require(address, nowS());
        String[] path = address.split("/", -1);
        if (path.length != 5) {
            throw unknown(address);
        }
        Hub hub = namespace.hub(path[0]);
        String group = segmentAfter(path, 1, "ConsumerGroups");
        if (!hub.hasConsumerGroup(group)) {
            throw new RefusedException(AmqpError.NOT_FOUND, "hub " + hub.name() + " has no consumer group " + group);
        }
        Hub.Partition partition = hub.partition(segmentAfter(path, 3, "Partitions"));
        boolean metrics = wantsMetrics(link);
        Subscription subscription = new Subscription(hub, partition, group, start(source), epoch(link), metrics);
        if (metrics) {
            link.setOfferedCapabilities(new Symbol[] {RUNTIME_METRIC});
        }
        return new DeliveryLink(link, subscription, namespace, codec, line::wake);
    }

    private static StartAt start(Source source) throws RefusedException {
        Map<?, ?> filters = source.getFilter();
        if (filters == null || filters.isEmpty()) {
            return StartAt.EARLIEST;
        }
        if (filters.get(SELECTOR) instanceof DescribedType filter && filter.getDescribed() instanceof String selector) {
            return StartAt.parse(selector)
                    .orElseThrow(() -> new RefusedException(
                            AmqpError.INVALID_FIELD, "the selector is not understood: " + selector));
        }
        throw new RefusedException(AmqpError.NOT_IMPLEMENTED, "the only filter here is " + SELECTOR);
    }

    private static Optional<Long> epoch(Sender link) throws RefusedException {
        Map<Symbol, Object> properties = link.getRemoteProperties();
        Object epoch = properties == null ? null : properties.get(EPOCH);
        if (epoch == null) {
            return Optional.empty();
        }
        if (!(epoch instanceof Long value) || value < 0) {
            throw new RefusedException(AmqpError.INVALID_FIELD, EPOCH + " is a long of 0 or more, not " + epoch);
        }
        return Optional.of(value);
    }

    private static boolean wantsMetrics(Sender link) {
        Symbol[] desired = link.getRemoteDesiredCapabilities();
        return desired != null && List.of(desired).contains(RUNTIME_METRIC);
    }

    private static String segmentAfter(String[] path, int at, String name) throws RefusedException {
        if (!path[at].equalsIgnoreCase(name)) {
            throw unknown(String.join("/", path));
        }
        return path[at + 1];
    }

    private static RefusedException unknown(String address) {
        return new RefusedException(
                AmqpError.NOT_FOUND, "no such address: " + address + "; it is hub[/ConsumerGroups/group]/Partitions/n");
    }

    private static boolean isNode(String address) {
        return address.equals(Requests.CBS) || address.equals(Requests.MANAGEMENT);
    }

    private static String address(@Nullable String address) throws RefusedException {
        if (address == null) {
            throw new RefusedException(AmqpError.INVALID_FIELD, "the terminus has no address");
        }
        return address;
    }

    private void detach(Link link) {
        LinkRole role = roles.remove(link);
        if (role != null) {
            role.gone();
            replyLinks.values().remove(role);
        }
        if (link.getLocalState() != EndpointState.CLOSED) {
            link.close();
        }
        link.free();
    }

    private void end(Session session) {
        List<Link> links = new ArrayList<>(roles.keySet());
        for (Link link : links) {
            if (link.getSession().equals(session)) {
                detach(link);
            }
        }
        session.close();
        session.free();
    }

    private long nowS() {
        return namespace.clock().millis() / 1_000;
    }
}
