package io.crossweave.cli.replay;

import io.crossweave.core.document.JsonNumber;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonString;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a replay has found.
 *
 * @param eventsBySite how many each site originated
 * @param repeats calls that were made again, because a site was away, busy or behind
 * @param divergent by context id, what differs
 */
public record ReplayReport(
        int dialogues, SortedMap<String, Long> eventsBySite, long repeats, SortedMap<String, String> divergent) {
    public ReplayReport {
        eventsBySite = Collections.unmodifiableSortedMap(new TreeMap<>(eventsBySite));
        divergent = Collections.unmodifiableSortedMap(new TreeMap<>(divergent));
    }

    public long events() {
        return eventsBySite.values().stream().mapToLong(Long::longValue).sum();
    }

    /** For people and scripts alike. */
    public String line() {
        return "replayed " + dialogues + " dialogues, " + events() + " events, " + eventsBySite.size()
                + " sites, divergent " + divergent.size();
    }

    public JsonObject json() {
        JsonObject sites = JsonObject.EMPTY;
        for (var site : eventsBySite.entrySet()) {
            sites = sites.with(site.getKey(), JsonNumber.of(site.getValue()));
        }
        JsonObject contexts = JsonObject.EMPTY;
        for (var context : divergent.entrySet()) {
            contexts = contexts.with(context.getKey(), new JsonString(context.getValue()));
        }
        return JsonObject.of(
                        "dialogues", JsonNumber.of(dialogues),
                        "events", JsonNumber.of(events()),
                        "eventsBySite", sites)
                .with("divergent", JsonNumber.of(divergent.size()))
                .with("divergentContexts", contexts)
                .with("repeats", JsonNumber.of(repeats));
    }
}
