package io.crossweave.app.rest;

import io.crossweave.app.problem.ProblemException;
import io.crossweave.app.problem.ProblemMappers;
import io.crossweave.app.problem.ProblemType;
import io.crossweave.app.resolve.ResolverReport;
import io.crossweave.app.security.Caller;
import io.crossweave.app.security.CallerOfRequest;
import io.crossweave.app.security.Groups;
import io.crossweave.app.translate.ChangeHeaders;
import io.crossweave.app.translate.ConflictJson;
import io.crossweave.app.translate.ConflictListQuery;
import io.crossweave.app.translate.ContextChange;
import io.crossweave.app.translate.DurabilityAsked;
import io.crossweave.app.translate.PageQuery;
import io.crossweave.app.translate.Pages;
import io.crossweave.app.translate.Preconditions;
import io.crossweave.app.translate.PublishRequest;
import io.crossweave.core.document.JsonValue;
import io.crossweave.core.gateway.ConflictView;
import io.crossweave.core.gateway.Gateway;
import io.crossweave.core.model.ConflictId;
import io.crossweave.core.model.ContextKey;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What was written at several sites at once, and what is to stand of it. */
@Path("/v1/conflicts")
@Produces("application/json")
@RunOnVirtualThread
@Tag(name = "conflicts")
@APIResponse(
        responseCode = "default",
        description = "A problem",
        content = @Content(mediaType = ProblemMappers.MEDIA_TYPE))
public class ConflictResource {
    private final Gateway gateway;
    private final Publisher publisher;
    private final ResolverReport report;
    private final CallerOfRequest callerOfRequest;

    ConflictResource(Gateway gateway, Publisher publisher, ResolverReport report, CallerOfRequest callerOfRequest) {
        this.gateway = gateway;
        this.publisher = publisher;
        this.report = report;
        this.callerOfRequest = callerOfRequest;
    }

    @GET
    @RolesAllowed({Groups.READER, Groups.ADMIN})
    @Operation(summary = "Conflicts by type, context and id, as this site sees them")
    @Parameter(name = "type", in = ParameterIn.QUERY, description = "Of this context type only")
    @Parameter(name = "state", in = ParameterIn.QUERY, description = "open, settled or all; all unless told")
    @Parameter(name = "limit", in = ParameterIn.QUERY, description = "Items of a page: 100 unless told, at most 1000")
    @Parameter(name = "after", in = ParameterIn.QUERY, description = "The page's beginning, as next told it")
    public Response list(@Context UriInfo uri) {
        String tenant = callerOfRequest.caller().tenant();
        PageQuery page = PageQuery.read(uri.getQueryParameters()::getFirst);
        var query = ConflictListQuery.read(tenant, page, uri.getQueryParameters()::getFirst);
        ConflictPage read = ConflictPage.read(gateway, query);
        return Answers.json(200, Pages.of(read.found(), read.limit(), this::json, ConflictListQuery::after))
                .build();
    }

    @GET
    @Path("{conflict}")
    @RolesAllowed({Groups.READER, Groups.ADMIN})
    @Operation(summary = "One conflict: both sides, the rule, which of them is shown, what settled it")
    public Response get(@PathParam("conflict") String conflict) {
        return Answers.json(200, json(find(callerOfRequest.caller(), conflict))).build();
    }

    @POST
    @Path("{conflict}/resolution")
    @Consumes("application/json")
    @RolesAllowed({Groups.OPERATOR, Groups.PUBLISHER, Groups.ADMIN})
    @Operation(summary = "Settles a conflict by a document, or by the dot of the side that is to stand")
    @Parameter(
            name = "If-Match",
            in = ParameterIn.HEADER,
            description = "The version of the context that was looked at")
    @Parameter(name = "Idempotency-Key", in = ParameterIn.HEADER, description = "Makes a repetition harmless")
    @RequestBody(
            required = true,
            description = "{\"document\":…} or {\"choose\":\"<dot>\"}",
            content = @Content(schema = @Schema(type = SchemaType.OBJECT)))
    @APIResponse(responseCode = "200", description = "Committed here")
    public Response resolve(@PathParam("conflict") String conflict, @Context HttpHeaders headers, JsonValue body) {
        Caller caller = callerOfRequest.caller();
        ConflictView view = find(caller, conflict);
        ContextKey key = view.conflict().key();
        var change = new ContextChange(key, caller, ChangeHeaders.read(headers::getHeaderString));
        var precondition = Preconditions.of(key, headers::getHeaderString, () -> gateway.read(key));
        var durability = DurabilityAsked.read(headers::getHeaderString, publisher::sites);
        var request = PublishRequest.of(change.resolve(body, view.conflict()), precondition, durability);
        return Answers.published(200, publisher.done(request)).build();
    }

    private JsonValue json(ConflictView view) {
        return ConflictJson.of(view, report.reason(view.conflict().id()));
    }

    private ConflictView find(Caller caller, String conflict) {
        if (ConflictId.isId(conflict)) {
            var found = gateway.conflict(caller.tenant(), new ConflictId(conflict));
            if (found.isPresent()) {
                return found.get();
            }
        }
        throw ProblemException.of(ProblemType.NOT_FOUND, "there is no such conflict");
    }
}
