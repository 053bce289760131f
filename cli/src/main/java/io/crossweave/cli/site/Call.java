package io.crossweave.cli.site;

import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** One request to a site, which may be sent again. */
public final class Call {
    private final String method;
    private final String path;
    private final SortedMap<String, String> headers;
    private final BodyPublisher body;

    private Call(String method, String path, SortedMap<String, String> headers, BodyPublisher body) {
        this.method = method;
        this.path = path;
        this.headers = Collections.unmodifiableSortedMap(new TreeMap<>(headers));
        this.body = body;
    }

    /**
     * A call without headers and without a body.
     *
     * @param path with query, percent-encoded
     */
    public static Call of(String method, String path) {
        return new Call(method, path, new TreeMap<>(), BodyPublishers.noBody());
    }

    public static Call get(String path) {
        return of("GET", path);
    }

    public Call withHeader(String name, String value) {
        var more = new TreeMap<>(headers);
        more.put(name, value);
        return new Call(method, path, more, body);
    }

    public Call withBody(String mediaType, byte[] bytes) {
        return new Call(method, path, headers, BodyPublishers.ofByteArray(bytes)).withHeader("Content-Type", mediaType);
    }

    String method() {
        return method;
    }

    String path() {
        return path;
    }

    SortedMap<String, String> headers() {
        return headers;
    }

    BodyPublisher body() {
        return body;
    }

    @Override
    public String toString() {
        return method + " " + path;
    }

    /** One segment of a path, or a value in a query: all but the unreserved characters of RFC 3986, and {@code :} and {@code @}, encoded. */
    public static String segment(String text) {
        var encoded = new StringBuilder();
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            int code = octet & 0xff;
            boolean plain = code < 0x80 && (Character.isLetterOrDigit(code) || "-._~:@".indexOf(code) >= 0);
            encoded.append(plain ? String.valueOf((char) code) : "%%%02X".formatted(code));
        }
        return encoded.toString();
    }
}
