package io.crossweave.app.home;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A request as it is sent on: the caller's own credentials, and what it says of itself; nothing that belongs to its connection.
 *
 * @param path with its query, as it was written
 * @param body empty where there is none
 */
@SuppressWarnings("ArrayRecordComponent") // made for one request and handed over
public record ForwardedRequest(String method, String path, SortedMap<String, String> headers, byte[] body) {
    private static final Set<String> SENT_ON = Set.of(
            "accept",
            "authorization",
            "content-type",
            "idempotency-key",
            "if-match",
            "if-none-match",
            "traceparent",
            "tracestate");
    private static final String OURS = "crossweave-";

    public ForwardedRequest {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("a request is sent on by its path");
        }
        headers = Collections.unmodifiableSortedMap(new TreeMap<>(headers));
    }

    /** Of all headers of a request, those that are sent on. */
    public static ForwardedRequest of(
            String method, String path, Iterable<Map.Entry<String, String>> all, byte[] body) {
        var headers = new TreeMap<String, String>();
        for (Map.Entry<String, String> header : all) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (SENT_ON.contains(name) || name.startsWith(OURS)) {
                headers.merge(name, header.getValue(), (one, other) -> one + ", " + other);
            }
        }
        return new ForwardedRequest(method, path, headers, body);
    }

    boolean wasForwarded() {
        return headers.containsKey(HomeSites.FORWARDED.toLowerCase(Locale.ROOT));
    }

    /** Whatever the path says, the request goes to the site, and below the path where its API begins. */
    private URI below(URI site) {
        String root = site.getRawPath();
        String prefix = root.endsWith("/") ? root.substring(0, root.length() - 1) : root;
        return URI.create(site.getScheme() + "://" + site.getRawAuthority() + prefix + path);
    }

    HttpRequest to(URI site, String by, Duration timeout) {
        HttpRequest.Builder request = HttpRequest.newBuilder(below(site))
                .timeout(timeout)
                .method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        return request.header(HomeSites.FORWARDED, by).build();
    }

    /** What of an answer is told to the caller. */
    static List<String> answered() {
        return List.of(
                "Content-Type",
                "ETag",
                "Location",
                "Retry-After",
                "Idempotency-Replayed",
                "Context-Version",
                "Context-Site",
                "Context-Updated-At",
                "Context-Staleness-Ms",
                "Context-Partitioned",
                "Context-Protected",
                "Context-Provisional",
                "Vary",
                "Cache-Control",
                "Accept-Patch");
    }
}
