package io.crossweave.app.rest;

import io.crossweave.app.fake.Tokens;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A client of server-sent events. */
final class Watcher implements Closeable {
    private static final int TIMEOUT_MS = 20_000;

    private final HttpURLConnection connection;
    private final BufferedReader lines;

    /** One event as it was told. */
    record Told(String name, String id, JsonPath json) {}

    private Watcher(HttpURLConnection connection, BufferedReader lines) {
        this.connection = connection;
        this.lines = lines;
    }

    static Watcher open(String path, @Nullable String lastEventId) throws IOException {
        return at(path + "/watch", lastEventId);
    }

    /** Of a type. */
    static Watcher ofType(String type, @Nullable String lastEventId) throws IOException {
        return at("/v1/watch?type=" + type, lastEventId);
    }

    /** The id that the next comment with one tells. */
    String nextMark() throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith("id:")) {
                return line.substring(line.indexOf(':') + 1).strip();
            }
        }
        throw new IOException("the watch ended");
    }

    private static Watcher at(String path, @Nullable String lastEventId) throws IOException {
        var connection = (HttpURLConnection) URI.create("http://127.0.0.1:" + RestAssured.port + path)
                .toURL()
                .openConnection();
        connection.setReadTimeout(TIMEOUT_MS);
        connection.setRequestProperty("Authorization", "Bearer " + Tokens.of("reader"));
        if (lastEventId != null) {
            connection.setRequestProperty("Last-Event-ID", lastEventId);
        }
        return new Watcher(
                connection,
                new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8)));
    }

    /** The next event; comments are passed over. */
    Told next() throws IOException {
        String name = "";
        String id = "";
        String json = "";
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.isEmpty() && !json.isEmpty()) {
                return new Told(name, id, JsonPath.from(json));
            }
            int colon = line.indexOf(':');
            String value = colon < 0 ? "" : line.substring(colon + 1).strip();
            switch (colon < 0 ? line : line.substring(0, colon)) {
                case "event" -> name = value;
                case "id" -> id = value;
                case "data" -> json = value;
                default -> {}
            }
        }
        throw new IOException("the watch ended");
    }

    @Override
    public void close() {
        connection.disconnect();
    }
}
