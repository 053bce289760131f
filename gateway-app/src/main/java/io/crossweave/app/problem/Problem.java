package io.crossweave.app.problem;

import io.crossweave.core.document.JsonArray;
import io.crossweave.core.document.JsonNumber;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonString;
import io.crossweave.core.document.JsonValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One problem to be told.
 *
 * @param detail a sentence for the developer who made the request
 * @param limit the limit that was exceeded, in the unit that {@code detail} names
 * @param rule the rule that refuses
 * @param errors places in the body, and what is wrong there
 * @param sites where it can be done
 * @param headers response headers that belong to it
 */
public record Problem(
        ProblemType type,
        String detail,
        @Nullable Long limit,
        @Nullable String rule,
        List<Fault> errors,
        List<OtherSite> sites,
        SortedMap<String, String> headers) {
    /** Faults that are told of one request; the first ones are enough to mend it. */
    private static final int FAULTS_MAX = 100;

    /** One thing that is wrong in a body, at a JSON Pointer. */
    public record Fault(String pointer, String detail) {}

    /** Another site; the URL is empty where none is configured. */
    public record OtherSite(String site, String url) {}

    public Problem {
        sites = List.copyOf(sites);
        errors = List.copyOf(errors.subList(0, Math.min(errors.size(), FAULTS_MAX)));
        headers = Collections.unmodifiableSortedMap(new TreeMap<>(headers));
    }

    public static Problem of(ProblemType type, String detail) {
        return new Problem(type, detail, null, null, List.of(), List.of(), Collections.emptySortedMap());
    }

    public Problem withLimit(long exceeded) {
        return new Problem(type, detail, exceeded, rule, errors, sites, headers);
    }

    public Problem withRule(String refusing) {
        return new Problem(type, detail, limit, refusing, errors, sites, headers);
    }

    public Problem withErrors(List<Fault> faults) {
        return new Problem(type, detail, limit, rule, faults, sites, headers);
    }

    public Problem withSites(List<OtherSite> others) {
        return new Problem(type, detail, limit, rule, errors, others, headers);
    }

    public Problem withHeader(String name, String value) {
        var more = new TreeMap<>(headers);
        more.put(name, value);
        return new Problem(type, detail, limit, rule, errors, sites, more);
    }

    /** Whether the request's body may still be on its way when this is answered. */
    boolean leavesBodyUnread() {
        return type == ProblemType.TOO_LARGE;
    }

    /** The body of RFC 9457. */
    public JsonObject toJson(String traceId) {
        JsonObject json = JsonObject.of("type", new JsonString(type.uri()), "title", new JsonString(type.title()))
                .with("status", JsonNumber.of(type.status()))
                .with("detail", new JsonString(detail))
                .with("instance", new JsonString(traceId));
        if (limit != null) {
            json = json.with("limit", JsonNumber.of(limit));
        }
        if (rule != null) {
            json = json.with("rule", new JsonString(rule));
        }
        if (!sites.isEmpty()) {
            json = json.with("sites", sitesJson());
        }
        return errors.isEmpty() ? json : json.with("errors", faultsJson());
    }

    private JsonArray sitesJson() {
        var others = new ArrayList<JsonValue>(sites.size());
        for (OtherSite other : sites) {
            JsonObject json = JsonObject.of("site", new JsonString(other.site()));
            others.add(other.url().isEmpty() ? json : json.with("url", new JsonString(other.url())));
        }
        return JsonArray.of(others);
    }

    private JsonArray faultsJson() {
        var faults = new ArrayList<JsonValue>(errors.size());
        for (Fault fault : errors) {
            faults.add(JsonObject.of(
                    "pointer", new JsonString(fault.pointer()), "detail", new JsonString(fault.detail())));
        }
        return JsonArray.of(faults);
    }
}
