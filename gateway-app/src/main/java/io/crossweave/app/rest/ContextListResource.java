package io.crossweave.app.rest;

import io.crossweave.app.problem.ProblemException;
import io.crossweave.app.problem.ProblemMappers;
import io.crossweave.app.problem.ProblemType;
import io.crossweave.app.security.CallerOfRequest;
import io.crossweave.app.security.Groups;
import io.crossweave.app.translate.ContextNames;
import io.crossweave.app.translate.PageQuery;
import io.crossweave.app.translate.Pages;
import io.crossweave.core.causality.VersionToken;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonString;
import io.crossweave.core.document.JsonValue;
import io.crossweave.core.gateway.Gateway;
import io.crossweave.core.gateway.Gateway.ListedContext;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The contexts of a type. */
@Path("/v1")
@Produces("application/json")
@RunOnVirtualThread
@Tag(name = "contexts")
@APIResponse(
        responseCode = "default",
        description = "A problem",
        content = @Content(mediaType = ProblemMappers.MEDIA_TYPE))
public class ContextListResource {
    private final Gateway gateway;
    private final CallerOfRequest callerOfRequest;

    ContextListResource(Gateway gateway, CallerOfRequest callerOfRequest) {
        this.gateway = gateway;
        this.callerOfRequest = callerOfRequest;
    }

    @GET
    @Path("contexts")
    @RolesAllowed({Groups.READER, Groups.ADMIN})
    @Operation(summary = "Ids and versions of the contexts of a type, by id")
    @Parameter(name = "limit", in = ParameterIn.QUERY, description = "Items of a page: 100 unless told, at most 1000")
    @Parameter(name = "after", in = ParameterIn.QUERY, description = "The page's beginning, as next told it")
    public Response list(@QueryParam("type") @Nullable String type, @Context UriInfo uri) {
        String tenant = callerOfRequest.caller().tenant();
        if (type == null) {
            throw ProblemException.of(ProblemType.MALFORMED_REQUEST, "query parameter 'type' is missing");
        }
        ContextNames.requireType(tenant, type);
        PageQuery page = PageQuery.read(uri.getQueryParameters()::getFirst);
        if (gateway.contextType(type).isEmpty()) {
            throw ProblemException.of(ProblemType.NOT_FOUND, "there is no such context type");
        }
        List<ListedContext> found = gateway.list(tenant, type, page.after(), page.limit() + 1);
        return Answers.json(
                        200,
                        Pages.of(
                                found,
                                page.limit(),
                                ContextListResource::json,
                                listed -> listed.key().id()))
                .build();
    }

    private static JsonValue json(ListedContext listed) {
        return JsonObject.of(
                "id", new JsonString(listed.key().id()),
                "version", new JsonString(VersionToken.encode(listed.key(), listed.version())));
    }
}
