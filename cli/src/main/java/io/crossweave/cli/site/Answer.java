package io.crossweave.cli.site;

import io.crossweave.cli.json.Members;
import io.crossweave.core.document.InvalidJsonException;
import io.crossweave.core.document.JsonLimits;
import io.crossweave.core.document.JsonReader;
import io.crossweave.core.document.JsonValue;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;

/** What a site answered, read to its end. */
public final class Answer {
    private static final JsonLimits LIMITS = new JsonLimits(64 << 20, JsonLimits.DEPTH_CEILING);

    private final int status;
    private final HttpHeaders headers;
    private final byte[] body;

    private Answer(int status, HttpHeaders headers, byte[] body) {
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    static Answer of(HttpResponse<byte[]> response) {
        return new Answer(response.statusCode(), response.headers(), response.body());
    }

    static Answer of(int status, HttpHeaders headers, byte[] body) {
        return new Answer(status, headers, body.clone());
    }

    public int status() {
        return status;
    }

    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    public Optional<String> header(String name) {
        return headers.firstValue(name);
    }

    /** All values of a header that may stand more than once. */
    public List<String> headers(String name) {
        return headers.allValues(name);
    }

    /** Throws {@link InvalidJsonException}. */
    public JsonValue json() {
        return JsonReader.parse(body, LIMITS);
    }

    /** A refusal in a sentence: the problem's detail (RFC 9457) where the body is one. */
    public String refusal() {
        try {
            JsonValue problem = json();
            String what = Members.text(problem, "detail")
                    .or(() -> Members.text(problem, "title"))
                    .map(detail -> ": " + detail)
                    .orElse("");
            String rule = Members.text(problem, "rule")
                    .map(name -> " (rule " + name + ")")
                    .orElse("");
            return status + what + rule;
        } catch (InvalidJsonException e) {
            return Integer.toString(status);
        }
    }
}
