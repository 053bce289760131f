package io.crossweave.app.rest;

import io.crossweave.app.home.ForwardedAnswer;
import io.crossweave.app.problem.Problem;
import io.crossweave.app.problem.ProblemException;
import io.crossweave.app.problem.ProblemMappers;
import io.crossweave.app.problem.ProblemType;
import io.crossweave.app.security.Caller;
import io.crossweave.app.security.CallerOfRequest;
import io.crossweave.app.security.Groups;
import io.crossweave.app.translate.ChangeHeaders;
import io.crossweave.app.translate.DurabilityAsked;
import io.crossweave.app.translate.NativeEventReader;
import io.crossweave.app.translate.Preconditions;
import io.crossweave.app.translate.PublishRequest;
import io.crossweave.app.translate.RequestHeaders;
import io.crossweave.core.document.JsonArray;
import io.crossweave.core.document.JsonValue;
import io.crossweave.core.event.ContextEvent;
import io.crossweave.core.gateway.Gateway;
import io.crossweave.core.limits.Limits;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Native events: one, or an array of them as a batch. */
@Path("/v1")
@Produces("application/json")
@RunOnVirtualThread
@Tag(name = "events")
@APIResponse(
        responseCode = "default",
        description = "A problem",
        content = @Content(mediaType = ProblemMappers.MEDIA_TYPE))
public class EventResource {
    /** Headers that are about one change. */
    private static final List<String> SINGLE_ONLY = List.of("If-Match", "If-None-Match", "Idempotency-Key");

    private final Gateway gateway;
    private final Publisher publisher;
    private final EventBatch batch;
    private final CallerOfRequest callerOfRequest;
    private final HomeRequests home;

    EventResource(
            Gateway gateway,
            Publisher publisher,
            EventBatch batch,
            CallerOfRequest callerOfRequest,
            HomeRequests home) {
        this.home = home;
        this.gateway = gateway;
        this.publisher = publisher;
        this.batch = batch;
        this.callerOfRequest = callerOfRequest;
    }

    @POST
    @Path("events")
    @Consumes("application/json")
    @RolesAllowed({Groups.PUBLISHER, Groups.ADMIN})
    @Operation(summary = "Publishes a native event, or an array of them whose items stand each for itself")
    @RequestBody(
            required = true,
            description = "eventId, type, contextId, eventType, payload, metadata; see docs/rest.md",
            content = @Content(schema = @Schema(description = "An object, or an array of up to 1000")))
    @APIResponse(responseCode = "200", description = "Committed here; of an array, one result per item")
    public Response publish(@Context HttpHeaders headers, JsonValue body) {
        refuseCloudEvents(headers);
        Caller caller = callerOfRequest.caller();
        ChangeHeaders change = ChangeHeaders.ofEvents(headers::getHeaderString);
        var reader = new NativeEventReader(caller, change.idempotencyKey(), change.traceparent());
        var durability = DurabilityAsked.read(headers::getHeaderString, publisher::sites);
        if (body instanceof JsonArray events) {
            return batch(reader, events, durability, headers::getHeaderString);
        }
        ContextEvent event = reader.read(body);
        Optional<ForwardedAnswer> atHome = home.answer(event.key().type(), body);
        if (atHome.isPresent()) {
            return atHome.get().toResponse();
        }
        var precondition = Preconditions.of(event.key(), headers::getHeaderString, () -> gateway.read(event.key()));
        return Answers.published(200, publisher.done(PublishRequest.of(event, precondition, durability)))
                .build();
    }

    private Response batch(
            NativeEventReader reader, JsonArray events, DurabilityAsked durability, RequestHeaders headers) {
        for (String name : SINGLE_ONLY) {
            if (headers.get(name) != null) {
                throw ProblemException.of(
                        ProblemType.MALFORMED_REQUEST, name + " is about one event, and this is a batch");
            }
        }
        if (events.size() > Limits.BATCH_EVENTS_MAX) {
            throw new ProblemException(Problem.of(
                            ProblemType.TOO_LARGE,
                            "a batch of " + events.size() + " events exceeds " + Limits.BATCH_EVENTS_MAX)
                    .withLimit(Limits.BATCH_EVENTS_MAX));
        }
        return Answers.json(200, batch.publish(reader, events, durability)).build();
    }

    /** CloudEvents in binary mode are told by their headers, and would be misread as native events. */
    private static void refuseCloudEvents(HttpHeaders headers) {
        if (headers.getHeaderString("ce-specversion") != null) {
            throw ProblemException.of(
                    ProblemType.UNSUPPORTED_MEDIA_TYPE,
                    "CloudEvents are not available in this version; send a native event");
        }
    }
}
