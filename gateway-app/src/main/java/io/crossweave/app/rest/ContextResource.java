package io.crossweave.app.rest;

import io.crossweave.app.home.ForwardedAnswer;
import io.crossweave.app.problem.ProblemMappers;
import io.crossweave.app.security.Caller;
import io.crossweave.app.security.CallerOfRequest;
import io.crossweave.app.security.Groups;
import io.crossweave.app.translate.ChangeHeaders;
import io.crossweave.app.translate.ContextChange;
import io.crossweave.app.translate.ContextNames;
import io.crossweave.app.translate.DurabilityAsked;
import io.crossweave.app.translate.Preconditions;
import io.crossweave.app.translate.PublishRequest;
import io.crossweave.app.translate.ReadQuery;
import io.crossweave.core.document.JsonValue;
import io.crossweave.core.event.ContextEvent;
import io.crossweave.core.gateway.Gateway;
import io.crossweave.core.model.ContextKey;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** One context: its document, and changes of it. */
@Path("/v1")
@Produces("application/json")
@RunOnVirtualThread
@Tag(name = "contexts")
@APIResponse(
        responseCode = "default",
        description = "A problem",
        content = @Content(mediaType = ProblemMappers.MEDIA_TYPE))
public class ContextResource {
    private static final String ONE = "contexts/{type}/{id}";
    private static final String TTL = "Seconds after which the context expires";
    static final String JSON_PATCH = "application/json-patch+json";
    static final String MERGE_PATCH = "application/merge-patch+json";

    private final Gateway gateway;
    private final Publisher publisher;
    private final ContextReads reads;
    private final CallerOfRequest callerOfRequest;
    private final HomeRequests home;

    ContextResource(
            Gateway gateway,
            Publisher publisher,
            ContextReads reads,
            CallerOfRequest callerOfRequest,
            HomeRequests home) {
        this.home = home;
        this.gateway = gateway;
        this.publisher = publisher;
        this.reads = reads;
        this.callerOfRequest = callerOfRequest;
    }

    @GET
    @Path(ONE)
    @RolesAllowed({Groups.READER, Groups.ADMIN})
    @Operation(summary = "The document as this site has it")
    @Parameter(name = "consistency", in = ParameterIn.QUERY, description = "local, bounded or home")
    @Parameter(
            name = "max-staleness-ms",
            in = ParameterIn.QUERY,
            description = "With bounded: wait to be no further behind")
    @Parameter(name = "at-least", in = ParameterIn.QUERY, description = "Wait until this site has applied this version")
    @Parameter(name = "timeout-ms", in = ParameterIn.QUERY, description = "For so long; 5000 unless told")
    @Parameter(name = "on-timeout", in = ParameterIn.QUERY, description = "fail or stale")
    @Parameter(name = "If-None-Match", in = ParameterIn.HEADER, description = "Versions that the client has")
    @APIResponse(
            responseCode = "200",
            description = "The document",
            content = @Content(schema = @Schema(type = SchemaType.OBJECT)))
    @APIResponse(responseCode = "304", description = "The client has this version")
    public Response get(
            @PathParam("type") String type,
            @PathParam("id") String id,
            @Context HttpHeaders headers,
            @Context UriInfo uri) {
        ContextKey key = ContextNames.key(callerOfRequest.caller().tenant(), type, id);
        ReadQuery query = ReadQuery.read(key, uri.getQueryParameters()::getFirst);
        Optional<String> elsewhere = reads.elsewhere(key, query);
        return elsewhere.isPresent()
                ? home.answerOf(elsewhere.get(), null).toResponse()
                : reads.read(key, headers::getHeaderString, query);
    }

    @PUT
    @Path(ONE)
    @Consumes("application/json")
    @RolesAllowed({Groups.PUBLISHER, Groups.ADMIN})
    @Operation(summary = "Publishes the body as the whole document")
    @Parameter(name = "If-Match", in = ParameterIn.HEADER, description = "The version that it replaces")
    @Parameter(name = "If-None-Match", in = ParameterIn.HEADER, description = "* to create only")
    @Parameter(name = "Idempotency-Key", in = ParameterIn.HEADER, description = "Makes a repetition harmless")
    @Parameter(name = "Crossweave-Durability", in = ParameterIn.HEADER, description = "local, sites=N or all")
    @Parameter(name = "Crossweave-Timeout-Ms", in = ParameterIn.HEADER, description = "How long that may take; 5000")
    @Parameter(name = "Crossweave-Labels", in = ParameterIn.HEADER, description = "name=value, comma separated")
    @Parameter(name = "Crossweave-Ttl", in = ParameterIn.HEADER, description = TTL)
    @RequestBody(required = true, content = @Content(schema = @Schema(type = SchemaType.OBJECT)))
    @APIResponse(responseCode = "200", description = "Committed here")
    @APIResponse(responseCode = "201", description = "Committed here; the context is new")
    public Response put(
            @PathParam("type") String type, @PathParam("id") String id, @Context HttpHeaders headers, JsonValue body) {
        return home.answer(type, body)
                .map(ForwardedAnswer::toResponse)
                .orElseGet(() -> change(type, id, headers, change -> change.put(body)));
    }

    @PATCH
    @Path(ONE)
    @Consumes({JSON_PATCH, MERGE_PATCH})
    @RolesAllowed({Groups.PUBLISHER, Groups.ADMIN})
    @Operation(summary = "Publishes a JSON Patch or a JSON Merge Patch")
    @Parameter(name = "Crossweave-Ttl", in = ParameterIn.HEADER, description = TTL)
    @RequestBody(
            required = true,
            content = {
                @Content(mediaType = JSON_PATCH, schema = @Schema(type = SchemaType.ARRAY)),
                @Content(mediaType = MERGE_PATCH, schema = @Schema(type = SchemaType.OBJECT))
            })
    @APIResponse(responseCode = "200", description = "Committed here")
    @APIResponse(responseCode = "201", description = "Committed here; the context is new")
    public Response patch(
            @PathParam("type") String type, @PathParam("id") String id, @Context HttpHeaders headers, JsonValue body) {
        MediaType media = headers.getMediaType();
        if (media == null) {
            throw new NotSupportedException();
        }
        boolean isMerge = media.getSubtype().startsWith("merge-patch");
        return home.answer(type, body)
                .map(ForwardedAnswer::toResponse)
                .orElseGet(() -> change(
                        type, id, headers, change -> isMerge ? change.mergePatch(body) : change.jsonPatch(body)));
    }

    @DELETE
    @Path(ONE)
    @RolesAllowed({Groups.PUBLISHER, Groups.ADMIN})
    @Operation(summary = "Deletes the context")
    @APIResponse(responseCode = "200", description = "Committed here")
    public Response delete(@PathParam("type") String type, @PathParam("id") String id, @Context HttpHeaders headers) {
        return home.answer(type, null)
                .map(ForwardedAnswer::toResponse)
                .orElseGet(() -> change(type, id, headers, ContextChange::delete));
    }

    private Response change(String type, String id, HttpHeaders headers, Function<ContextChange, ContextEvent> build) {
        Caller caller = callerOfRequest.caller();
        ContextKey key = ContextNames.key(caller.tenant(), type, id);
        var change = new ContextChange(key, caller, ChangeHeaders.read(headers::getHeaderString));
        var precondition = Preconditions.of(key, headers::getHeaderString, () -> gateway.read(key));
        var durability = DurabilityAsked.read(headers::getHeaderString, publisher::sites);
        var request = PublishRequest.of(build.apply(change), precondition, durability);
        return Answers.ofContext(publisher.done(request));
    }
}
