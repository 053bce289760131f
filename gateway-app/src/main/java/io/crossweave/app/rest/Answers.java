package io.crossweave.app.rest;

import io.crossweave.app.translate.PublishAnswer;
import io.crossweave.core.document.JsonValue;
import jakarta.ws.rs.core.Response;
import java.net.URI;

/** Answers as HTTP responses. */
final class Answers {
    private static final String JSON = "application/json";
    private static final int CREATED = 201;

    private Answers() {}

    static Response.ResponseBuilder json(int status, JsonValue body) {
        return Response.status(status).type(JSON).entity(body);
    }

    /** Of PUT and PATCH, which answer 201 where they create. */
    static Response ofContext(PublishAnswer.Done done) {
        if (!done.created()) {
            return published(200, done).build();
        }
        var location = URI.create(
                "/v1/contexts/" + done.key().type() + "/" + done.key().id());
        return published(CREATED, done).header("Location", location.toString()).build();
    }

    static Response.ResponseBuilder published(int status, PublishAnswer.Done done) {
        Response.ResponseBuilder response = json(status, done.body()).header("ETag", done.entityTag());
        return done.replayed() ? response.header("Idempotency-Replayed", "true") : response;
    }
}
