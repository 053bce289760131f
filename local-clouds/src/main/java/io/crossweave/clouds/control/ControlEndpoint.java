package io.crossweave.clouds.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.crossweave.clouds.control.CounterSnapshot.OfTopic;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The loopback HTTP endpoint of a cloud.
 *
 * <ul>
 *   <li>{@code GET /counters}: totals, and the same per topic under {@code topics}
 *   <li>{@code GET /dump}: every stored message, as {@link StoredMessage} lays it out
 *   <li>{@code GET /data-dir}: {@code {"directory": path or null}}
 *   <li>{@code POST /faults} with the fields of {@link FaultOrder}; {@code DELETE /faults}
 *   <li>{@code POST /topics}: {@code {"name":…, "partitions":4, "subscriptions":[…]}}, the last two optional
 * </ul>
 *
 * Answers are JSON; a request that can't be understood gets 400 with {@code {"error":…}}.
 */
public final class ControlEndpoint implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(ControlEndpoint.class.getName());

    /** Orders are a line of JSON; a larger body is a mistake. */
    private static final int ORDER_BYTES_MAX = 1 << 20;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final LocalCloud cloud;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private ControlEndpoint(LocalCloud cloud, HttpServer server) {
        this.cloud = cloud;
        this.server = server;
    }

    /** Listens on the port, 0 for a free one. */
    public static ControlEndpoint start(LocalCloud cloud, int port) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        ControlEndpoint endpoint = new ControlEndpoint(cloud, server);
        server.createContext("/", endpoint::handle);
        server.setExecutor(endpoint.threads);
        server.start();
        return endpoint;
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** The line that tells the parent process that the cloud may be used. */
    public String readyLine() {
        ObjectNode ready = JSON.createObjectNode().put("name", cloud.name());
        ObjectNode endpoints = ready.putObject("endpoints");
        cloud.endpoints().forEach(endpoints::put);
        return "READY " + ready.put("control", uri().toString());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String request =
                    exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
            try {
                if (request.equals("GET /dump")) {
                    dump(exchange);
                } else {
                    answer(exchange, 200, answerTo(request, exchange));
                }
            } catch (UnknownRequest e) {
                answer(exchange, 404, error(e));
            } catch (IllegalArgumentException | JsonProcessingException e) {
                answer(exchange, 400, error(e));
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.ERROR, "control request=" + request + " failed", e);
                answer(exchange, 500, JSON.createObjectNode().put("error", e.toString()));
            }
        }
    }

    private ObjectNode answerTo(String request, HttpExchange exchange) throws IOException {
        return switch (request) {
            case "GET /counters" -> counters();
            case "GET /data-dir" ->
                JSON.createObjectNode()
                        .put(
                                "directory",
                                cloud.dataDirectory().map(Object::toString).orElse(null));
            case "POST /faults" -> {
                cloud.faults().apply(JSON.readValue(body(exchange), FaultOrder.class));
                yield JSON.createObjectNode();
            }
            case "DELETE /faults" -> {
                cloud.faults().clear();
                yield JSON.createObjectNode();
            }
            case "POST /topics" -> {
                TopicOrder order = topicOrder(JSON.readTree(body(exchange)));
                cloud.createTopic(order);
                yield JSON.createObjectNode().put("name", order.name());
            }
            default -> throw new UnknownRequest(request);
        };
    }

    private ObjectNode counters() {
        CounterSnapshot snapshot = cloud.counters();
        ObjectNode answer = JSON.createObjectNode().put("connections", snapshot.connections());
        put(answer, snapshot.total());
        ObjectNode topics = answer.putObject("topics");
        snapshot.topics().forEach((topic, counted) -> put(topics.putObject(topic), counted));
        return answer;
    }

    private static void put(ObjectNode answer, OfTopic counted) {
        answer.put("messagesAccepted", counted.messagesAccepted())
                .put("largestMessageBytes", counted.largestMessageBytes())
                .put("refusals", counted.refusals())
                .put("deliveries", counted.deliveries());
    }

    private void dump(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/octet-stream");
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream raw = exchange.getResponseBody();
                DataOutputStream out = new DataOutputStream(new BufferedOutputStream(raw, 1 << 16))) {
            cloud.dump(message -> message.writeTo(out));
            StoredMessage.writeEnd(out);
        }
    }

    private static TopicOrder topicOrder(JsonNode order) {
        List<String> subscriptions = new ArrayList<>();
        order.path("subscriptions").forEach(one -> subscriptions.add(one.asText()));
        return new TopicOrder(
                order.path("name").asText(),
                order.path("partitions").asInt(TopicOrder.PARTITIONS_DEFAULT),
                subscriptions);
    }

    private static byte[] body(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(ORDER_BYTES_MAX + 1);
        if (body.length > ORDER_BYTES_MAX) {
            throw new IllegalArgumentException("an order is at most " + ORDER_BYTES_MAX + " bytes");
        }
        return body;
    }

    private static ObjectNode error(Exception e) {
        return JSON.createObjectNode().put("error", String.valueOf(e.getMessage()));
    }

    private static void answer(HttpExchange exchange, int status, ObjectNode answer) throws IOException {
        byte[] body = JSON.writeValueAsBytes(answer);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    private static final class UnknownRequest extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnknownRequest(String request) {
            super("there is no " + request + "; there are /counters, /dump, /data-dir, /faults and /topics");
        }
    }
}
