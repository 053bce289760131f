package io.crossweave.cli.demo;

import io.crossweave.cli.json.Members;
import io.crossweave.core.document.InvalidJsonException;
import io.crossweave.core.document.JsonLimits;
import io.crossweave.core.document.JsonReader;
import io.crossweave.core.document.JsonString;
import io.crossweave.core.document.JsonValue;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a local cloud prints when it may be used: {@code READY {"name":…,"endpoints":{…},"control":"http://…"}}.
 *
 * @param endpoints what clients need, by name
 * @param control where faults are ordered and counters read
 */
record ReadyLine(SortedMap<String, String> endpoints, URI control) {
    private static final String READY = "READY ";

    ReadyLine {
        endpoints = Collections.unmodifiableSortedMap(new TreeMap<>(endpoints));
    }

    /** The last one of a log, if there is any yet. */
    static Optional<ReadyLine> lastOf(Path log) throws IOException {
        return Files.readString(log, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith(READY))
                .reduce((earlier, later) -> later)
                .flatMap(line -> parse(line.substring(READY.length())));
    }

    /** Empty for a line that is not written to its end yet. */
    private static Optional<ReadyLine> parse(String json) {
        try {
            JsonValue ready = JsonReader.parse(json, JsonLimits.DEFAULT);
            var endpoints = new TreeMap<String, String>();
            Members.object(ready, "endpoints").forEach((name, value) -> {
                if (value instanceof JsonString(String text)) {
                    endpoints.put(name, text);
                }
            });
            return Members.text(ready, "control").map(control -> new ReadyLine(endpoints, URI.create(control)));
        } catch (InvalidJsonException e) {
            return Optional.empty();
        }
    }
}
