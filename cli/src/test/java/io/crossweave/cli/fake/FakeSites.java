package io.crossweave.cli.fake;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.crossweave.cli.json.Members;
import io.crossweave.core.document.JsonArray;
import io.crossweave.core.document.JsonLimits;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonReader;
import io.crossweave.core.document.JsonString;
import io.crossweave.core.document.JsonValue;
import io.crossweave.core.document.JsonWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** Sites that replicate in no time: an event that one takes is at all of them, but for what a test lets them lose. */
public final class FakeSites implements AutoCloseable {
    private final List<HttpServer> servers = new ArrayList<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Map<String, JsonObject>> documents = new ArrayList<>();
    private final Map<String, Integer> versions = new TreeMap<>();
    private final Set<String> eventIds = new HashSet<>();
    private final List<String> requests = new ArrayList<>();
    private final Map<String, String> said = new TreeMap<>();
    private int lostAnswers;
    private int deafSite = -1;

    public FakeSites(int count) {
        for (int site = 0; site < count; site++) {
            documents.add(new TreeMap<>());
            servers.add(serve(site));
        }
    }

    private HttpServer serve(int site) {
        try {
            var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setExecutor(threads);
            server.createContext("/", exchange -> answer(site, exchange));
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public List<String> urls() {
        return servers.stream()
                .map(server -> "http://127.0.0.1:" + server.getAddress().getPort())
                .toList();
    }

    /** So many events take effect without their publishers hearing of it. */
    public synchronized void loseAnswers(int count) {
        lostAnswers = count;
    }

    /** A request for this path and query is answered so. */
    public synchronized void say(String uri, String answer) {
        said.put(uri, answer);
    }

    /** This site gets no more events of others. */
    public synchronized void deafen(int site) {
        deafSite = site;
    }

    /** Method, path, media type and body of each request, in the order in which they came. */
    public synchronized List<String> requests() {
        return List.copyOf(requests);
    }

    public synchronized @Nullable JsonObject document(int site, String contextId) {
        return documents.get(site).get(contextId);
    }

    public synchronized List<String> contextIds() {
        return List.copyOf(versions.keySet());
    }

    @Override
    public void close() {
        servers.forEach(server -> server.stop(0));
        threads.shutdownNow();
    }

    private void answer(int site, HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            FakeAnswer answer = answer(site, exchange, new String(body, StandardCharsets.UTF_8));
            answer.headers().forEach(exchange.getResponseHeaders()::set);
            byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private record FakeAnswer(int status, Map<String, String> headers, String body) {}

    private synchronized FakeAnswer answer(int site, HttpExchange exchange, String body) {
        String path = exchange.getRequestURI().getPath();
        String method = exchange.getRequestMethod();
        String mediaType = String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type"));
        requests.add(method + " " + exchange.getRequestURI() + " " + mediaType + " " + body);
        if (exchange.getRequestHeaders().getFirst("Authorization") == null) {
            return problem(401, "no credentials");
        }
        String told = said.get(exchange.getRequestURI().toString());
        if (told != null) {
            return new FakeAnswer(200, Map.of(), told);
        }
        if (path.equals("/v1/events")) {
            return publish(site, JsonReader.parse(body, JsonLimits.DEFAULT));
        }
        if (path.equals("/v1/peers")) {
            return new FakeAnswer(
                    200, Map.of(), "{\"items\":[{\"site\":\"b\",\"state\":\"up\",\"sent\":7,\"lag\":{}}]}");
        }
        if (path.endsWith("/watch")) {
            return new FakeAnswer(200, Map.of("Content-Type", "text/event-stream"), """
                    :hello

                    event: snapshot
                    id: v1
                    data: {"version":"v1"}

                    event: change
                    id: v2
                    data: {"version":"v2"}

                    """);
        }
        String contextId = path.substring(path.lastIndexOf('/') + 1);
        JsonObject document = documents.get(site).get(contextId);
        if (method.equals("GET")) {
            return document == null
                    ? problem(404, "there is no such context")
                    : new FakeAnswer(200, Map.of("Context-Version", version(contextId)), JsonWriter.toText(document));
        }
        return changed(contextId);
    }

    private FakeAnswer publish(int site, JsonValue event) {
        String contextId = Members.text(event, "contextId").orElseThrow();
        if (eventIds.add(Members.text(event, "eventId").orElseThrow())) {
            versions.merge(contextId, 1, Integer::sum);
            for (int other = 0; other < documents.size(); other++) {
                if (other == site || other != deafSite) {
                    documents.get(other).merge(contextId, appended(null, event), (held, one) -> appended(held, event));
                }
            }
        }
        if (lostAnswers > 0) {
            lostAnswers--;
            return problem(503, "starting");
        }
        return changed(contextId);
    }

    private static JsonObject appended(@Nullable JsonObject held, JsonValue event) {
        var messages = new ArrayList<JsonValue>();
        Members.array(held, "messages").forEach(messages::add);
        for (JsonValue operation : Members.array(Members.object(event, "payload"), "operations")) {
            if (Members.text(operation, "path").orElse("").equals("/messages/-")) {
                messages.add(Members.object(operation, "value"));
            }
        }
        return JsonObject.of("messages", JsonArray.of(messages));
    }

    private String version(String contextId) {
        return "v" + versions.getOrDefault(contextId, 0);
    }

    private FakeAnswer changed(String contextId) {
        JsonObject answer = JsonObject.of("contextVersion", new JsonString(version(contextId)));
        return new FakeAnswer(200, Map.of(), JsonWriter.toText(answer));
    }

    private static FakeAnswer problem(int status, String detail) {
        return new FakeAnswer(status, Map.of(), "{\"title\":\"refused\",\"detail\":\"" + detail + "\"}");
    }
}
