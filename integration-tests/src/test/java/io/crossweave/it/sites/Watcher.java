package io.crossweave.it.sites;

import io.crossweave.core.document.JsonLimits;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonReader;
import io.crossweave.core.document.JsonString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Watches one context at one site, resuming where it was cut off, and shows each document that it is told to a checker. */
final class Watcher implements AutoCloseable {
    private final SiteClient client;
    private final String type;
    private final String id;
    private final Function<JsonObject, List<String>> check;
    private final List<String> faults = new CopyOnWriteArrayList<>();
    private final Thread thread;
    private volatile @Nullable Stream<String> lines;
    private volatile JsonObject document = JsonObject.EMPTY;
    private volatile boolean closed;
    private String lastEventId = "";

    /** {@code check} answers what is wrong with a document. */
    Watcher(SiteClient client, String type, String id, Function<JsonObject, List<String>> check) {
        this.client = client;
        this.type = type;
        this.id = id;
        this.check = check;
        this.thread = Thread.ofVirtual().start(this::run);
    }

    /** The last one told. */
    JsonObject document() {
        return document;
    }

    List<String> faults() {
        return faults;
    }

    private void run() {
        while (!closed) {
            try {
                watch();
            } catch (IOException | UncheckedIOException e) {
                // Cut off, as a lagging watcher is by the site and this one by close().
                Thread.onSpinWait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void watch() throws IOException, InterruptedException {
        HttpResponse<Stream<String>> response = client.watch(type, id, lastEventId);
        if (response.statusCode() != 200) {
            faults.add("watching is answered by " + response.statusCode());
            closed = true;
            return;
        }
        try (Stream<String> told = response.body()) {
            lines = told;
            told.forEach(this::take);
        }
    }

    private void take(String line) {
        if (line.startsWith("id:")) {
            lastEventId = line.substring("id:".length()).strip();
        }
        if (!line.startsWith("data:")) {
            return;
        }
        var told = (JsonObject) JsonReader.parse(line.substring("data:".length()), JsonLimits.DEFAULT);
        if (told.get("document") instanceof JsonObject shown) {
            document = shown;
            String by = told.get("eventId") instanceof JsonString eventId ? eventId.value() : "a snapshot";
            check.apply(shown).forEach(fault -> faults.add(fault + ", told by " + by));
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        Stream<String> open = lines;
        if (open != null) {
            open.close();
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
