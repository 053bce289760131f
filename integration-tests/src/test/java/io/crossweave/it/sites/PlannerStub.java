package io.crossweave.it.sites;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A webhook that sites ask about conflicts: it has one answer to everything, and refuses the first question of all. */
final class PlannerStub implements AutoCloseable {
    static final String ANSWER = "by boat";
    private static final int REFUSED = 503;

    private final HttpServer server;
    private final List<String> questions = new CopyOnWriteArrayList<>();

    private PlannerStub(HttpServer server) {
        this.server = server;
    }

    static PlannerStub start() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            var stub = new PlannerStub(server);
            server.createContext("/", stub::answer);
            server.start();
            return stub;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        questions.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        byte[] answer = ("{\"value\":\"" + ANSWER + "\"}").getBytes(StandardCharsets.UTF_8);
        if (questions.size() == 1) {
            exchange.sendResponseHeaders(REFUSED, -1);
        } else {
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
        }
        exchange.close();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/decide";
    }

    /** What was asked so far. */
    List<String> questions() {
        return List.copyOf(questions);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
