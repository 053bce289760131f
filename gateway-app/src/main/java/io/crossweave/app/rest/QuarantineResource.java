package io.crossweave.app.rest;

import io.crossweave.app.AppLimits;
import io.crossweave.app.problem.Problem;
import io.crossweave.app.problem.ProblemException;
import io.crossweave.app.problem.ProblemMappers;
import io.crossweave.app.problem.ProblemType;
import io.crossweave.app.security.Caller;
import io.crossweave.app.security.CallerOfRequest;
import io.crossweave.app.security.Groups;
import io.crossweave.app.translate.PageQuery;
import io.crossweave.app.translate.Pages;
import io.crossweave.app.translate.QuarantineIds;
import io.crossweave.app.translate.QuarantineJson;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.gateway.Gateway;
import io.crossweave.core.gateway.QuarantineEntry;
import io.crossweave.core.gateway.QuarantineId;
import io.crossweave.core.gateway.QuarantineOutcome;
import io.crossweave.core.stored.QuarantineRecord;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What this site could not apply, of the caller's tenant. */
@Path("/v1/quarantine")
@Produces("application/json")
@RunOnVirtualThread
@RolesAllowed({Groups.OPERATOR, Groups.ADMIN})
@Tag(name = "operations")
@APIResponse(
        responseCode = "default",
        description = "A problem",
        content = @Content(mediaType = ProblemMappers.MEDIA_TYPE))
public class QuarantineResource {
    private final Gateway gateway;
    private final CallerOfRequest callerOfRequest;

    QuarantineResource(Gateway gateway, CallerOfRequest callerOfRequest) {
        this.gateway = gateway;
        this.callerOfRequest = callerOfRequest;
    }

    @GET
    @Operation(summary = "Events that could not be applied, with reason, attempts and first failure")
    @Parameter(name = "limit", in = ParameterIn.QUERY, description = "Items of a page: 100 unless told, at most 1000")
    @Parameter(name = "after", in = ParameterIn.QUERY, description = "The page's beginning, as next told it")
    public Response list(@Context UriInfo uri) {
        String tenant = callerOfRequest.caller().tenant();
        PageQuery page = PageQuery.read(uri.getQueryParameters()::getFirst);
        List<QuarantineEntry> found =
                gateway.quarantine().list(tenant, QuarantineIds.after(tenant, page), page.limit() + 1);
        return Answers.json(200, Pages.of(found, page.limit(), QuarantineJson::of, QuarantineIds::plain))
                .build();
    }

    @GET
    @Path("{id}")
    @Operation(summary = "One of them; with what it holds for those who may read")
    public Response one(@PathParam("id") String id, @Context SecurityContext security) {
        QuarantineId named = QuarantineIds.required(callerOfRequest.caller().tenant(), id);
        QuarantineRecord kept = gateway.quarantine().find(named).orElseThrow(QuarantineIds::absent);
        JsonObject json = QuarantineJson.of(QuarantineEntry.of(kept));
        boolean mayRead = security.isUserInRole(Groups.READER) || security.isUserInRole(Groups.ADMIN);
        return Answers.json(200, mayRead ? json.with("event", QuarantineJson.event(kept)) : json)
                .build();
    }

    @POST
    @Path("{id}/replay")
    @Operation(summary = "Tries again now: applied, waiting for what it depends on, or quarantined still")
    public Response replay(@PathParam("id") String id) {
        Caller caller = callerOfRequest.caller();
        QuarantineId named = QuarantineIds.required(caller.tenant(), id);
        return ended(gateway.quarantine().replay(named, caller.subject()));
    }

    @DELETE
    @Path("{id}")
    @Operation(
            summary = "Declines it: a hole here for good. What waits behind it goes on; its origin is not asked again")
    public Response decline(@PathParam("id") String id) {
        Caller caller = callerOfRequest.caller();
        QuarantineId named = QuarantineIds.required(caller.tenant(), id);
        return ended(gateway.quarantine().decline(named, caller.subject()));
    }

    private static Response ended(CompletionStage<QuarantineOutcome> order) {
        try {
            QuarantineOutcome outcome = order.toCompletableFuture().get(AppLimits.COMMIT_MS_MAX, TimeUnit.MILLISECONDS);
            return Answers.json(200, QuarantineJson.of(outcome)).build();
        } catch (TimeoutException | CancellationException e) {
            throw unknownOutcome();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unknownOutcome();
        } catch (ExecutionException e) {
            throw new IllegalStateException("an order failed instead of ending with an outcome", e.getCause());
        }
    }

    private static ProblemException unknownOutcome() {
        return new ProblemException(
                Problem.of(ProblemType.UNAVAILABLE, "it is not known whether this was done; look at the list again")
                        .withHeader("Retry-After", "1"));
    }
}
