package io.crossweave.app.rest;

import io.crossweave.app.problem.ProblemException;
import io.crossweave.app.problem.ProblemMappers;
import io.crossweave.app.problem.ProblemType;
import io.crossweave.app.security.CallerOfRequest;
import io.crossweave.app.security.Groups;
import io.crossweave.app.translate.ContextNames;
import io.crossweave.app.translate.HistoryJson;
import io.crossweave.app.translate.PageQuery;
import io.crossweave.app.translate.Pages;
import io.crossweave.core.gateway.Gateway;
import io.crossweave.core.gateway.HistoryItem;
import io.crossweave.core.model.ContextKey;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
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

/** The events of one context, as they were applied here. */
@Path("/v1")
@Produces("application/json")
@RunOnVirtualThread
@Tag(name = "contexts")
@APIResponse(
        responseCode = "default",
        description = "A problem",
        content = @Content(mediaType = ProblemMappers.MEDIA_TYPE))
public class HistoryResource {
    private final Gateway gateway;
    private final ContextReads reads;
    private final CallerOfRequest callerOfRequest;

    HistoryResource(Gateway gateway, ContextReads reads, CallerOfRequest callerOfRequest) {
        this.gateway = gateway;
        this.reads = reads;
        this.callerOfRequest = callerOfRequest;
    }

    @GET
    @Path("contexts/{type}/{id}/history")
    @RolesAllowed({Groups.READER, Groups.ADMIN})
    @Operation(summary = "Events as applied here, oldest first")
    @Parameter(name = "limit", in = ParameterIn.QUERY, description = "Items of a page: 100 unless told, at most 1000")
    @Parameter(name = "after", in = ParameterIn.QUERY, description = "The page's beginning, as next told it")
    public Response get(@PathParam("type") String type, @PathParam("id") String id, @Context UriInfo uri) {
        ContextKey key = ContextNames.key(callerOfRequest.caller().tenant(), type, id);
        PageQuery page = PageQuery.read(uri.getQueryParameters()::getFirst);
        if (!reads.isKnown(key)) {
            throw ProblemException.of(ProblemType.NOT_FOUND, "there is no such context");
        }
        List<HistoryItem> found = gateway.history(key, page.afterSequence(), page.limit() + 1);
        return Answers.json(200, Pages.of(found, page.limit(), HistoryJson::of, item -> Long.toString(item.sequence())))
                .build();
    }
}
