package io.crossweave.app.rest;

import io.crossweave.app.security.CallerOfRequest;
import io.crossweave.app.security.Groups;
import io.crossweave.app.translate.PageQuery;
import io.crossweave.app.translate.Pages;
import io.crossweave.app.translate.PeerJson;
import io.crossweave.core.gateway.Gateway;
import io.crossweave.core.gateway.PeerStatus;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Comparator;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The other sites, as this one sees them. */
@Path("/v1")
@Produces("application/json")
@RunOnVirtualThread
@Tag(name = "operations")
public class PeerResource {
    private final Gateway gateway;
    private final CallerOfRequest callerOfRequest;

    PeerResource(Gateway gateway, CallerOfRequest callerOfRequest) {
        this.gateway = gateway;
        this.callerOfRequest = callerOfRequest;
    }

    @GET
    @Path("peers")
    @RolesAllowed({Groups.OPERATOR, Groups.ADMIN})
    @Operation(summary = "State, lag and queues by peer")
    public Response list(@Context UriInfo uri) {
        callerOfRequest.caller();
        PageQuery page = PageQuery.read(uri.getQueryParameters()::getFirst);
        List<PeerStatus> found = gateway.peers().stream()
                .sorted(Comparator.comparing(PeerStatus::region))
                .filter(peer -> peer.region().compareTo(page.after()) > 0)
                .limit(page.limit() + 1L)
                .toList();
        return Answers.json(200, Pages.of(found, page.limit(), PeerJson::of, PeerStatus::region))
                .build();
    }
}
