package io.crossweave.app.home;

import io.crossweave.app.problem.ProblemException;
import io.crossweave.app.problem.ProblemType;
import io.crossweave.core.document.InvalidJsonException;
import io.crossweave.core.document.JsonLimits;
import io.crossweave.core.document.JsonReader;
import io.crossweave.core.document.JsonValue;
import jakarta.ws.rs.core.Response;
import java.net.http.HttpHeaders;

/** What the home site answered, to be told as it is. */
@SuppressWarnings("ArrayRecordComponent") // read once, where it was asked for
public record ForwardedAnswer(int status, HttpHeaders headers, byte[] body) {
    public Response toResponse() {
        Response.ResponseBuilder response = Response.status(status);
        for (String name : ForwardedRequest.answered()) {
            headers.firstValue(name).ifPresent(value -> response.header(name, value));
        }
        return (body.length == 0 ? response : response.entity(body)).build();
    }

    /** The body as JSON. Ends the request, or the item that it was of, with 503 where somebody else answered for the site. */
    public JsonValue json() {
        try {
            return JsonReader.parse(body, JsonLimits.DEFAULT);
        } catch (InvalidJsonException e) {
            throw ProblemException.of(
                    ProblemType.UNAVAILABLE,
                    "what answered for the home site, with status " + status
                            + ", was not it: it is not known whether the request had an effect there; repeat it");
        }
    }
}
