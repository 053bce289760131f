package io.crossweave.app.fake;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonString;
import io.crossweave.core.document.JsonWriter;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The API of the site {@code gcp-asia-northeast1}, behind a proxy at {@code /gateway}: it answers what it was asked, and as a proxy does
 * that has lost its site where the request's body says {@code lost}.
 */
public final class OtherHome implements QuarkusTestResourceLifecycleManager {
    private @Nullable HttpServer server;

    @Override
    public Map<String, String> start() {
        try {
            HttpServer opened = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            opened.createContext("/", OtherHome::answer);
            opened.start();
            server = opened;
            return Map.of(
                    "crossweave.sites.\"gcp-asia-northeast1\".url",
                    "http://127.0.0.1:" + opened.getAddress().getPort() + "/gateway/");
        } catch (IOException e) {
            throw new UncheckedIOException("opening the other site", e);
        }
    }

    private static void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            if (body.contains("lost")) {
                tell(exchange, 502, "text/html", "<h1>Bad gateway</h1>");
                return;
            }
            var asked = JsonObject.of(
                    "target", new JsonString(exchange.getRequestURI().toString()),
                    "host",
                            new JsonString(
                                    String.valueOf(exchange.getRequestHeaders().getFirst("Host"))));
            tell(exchange, 200, "application/json", JsonWriter.toText(asked));
        }
    }

    private static void tell(HttpExchange exchange, int status, String type, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void stop() {
        if (server != null) {
            server.stop(0);
        }
    }
}
