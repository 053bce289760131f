package io.crossweave.cli.site;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads server-sent events (WHATWG HTML, 9.2) from a body. Comments, and events without data, are passed over. */
final class EventStream implements AutoCloseable {
    private final BufferedReader lines;
    private String lastId = "";

    EventStream(InputStream body) {
        this.lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
    }

    /** The next event, or null at the end; an event that is cut off there is not given. */
    @Nullable
    StreamedEvent next() throws IOException {
        String event = "message";
        var data = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.isEmpty()) {
                if (!data.isEmpty()) {
                    return new StreamedEvent(event, lastId, data.substring(0, data.length() - 1));
                }
                event = "message";
            } else {
                int colon = line.indexOf(':');
                String field = colon < 0 ? line : line.substring(0, colon);
                String value = colon < 0 ? "" : line.substring(colon + 1);
                value = value.startsWith(" ") ? value.substring(1) : value;
                switch (field) {
                    case "event" -> event = value;
                    case "data" -> data.append(value).append('\n');
                    case "id" -> lastId = value;
                    default -> {
                        // Comments have an empty field name; a reader passes over what it doesn't know.
                    }
                }
            }
        }
        return null;
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
