package io.crossweave.app.rest;

import io.crossweave.app.security.CallerOfRequest;
import io.crossweave.app.security.Groups;
import io.crossweave.app.translate.RepairJson;
import io.crossweave.core.gateway.Gateway;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The search for silent differences between this site and its peers. */
@Path("/v1/repairs")
@Produces("application/json")
@RunOnVirtualThread
@RolesAllowed({Groups.OPERATOR, Groups.ADMIN})
@Tag(name = "operations")
public class RepairResource {
    private final Gateway gateway;
    private final CallerOfRequest callerOfRequest;

    RepairResource(Gateway gateway, CallerOfRequest callerOfRequest) {
        this.gateway = gateway;
        this.callerOfRequest = callerOfRequest;
    }

    @POST
    @Operation(summary = "Looks through this site's store and compares with all peers now; mends what differs")
    public Response start() {
        callerOfRequest.caller();
        gateway.repairs().start();
        return Answers.json(202, RepairJson.of(gateway.repairs())).build();
    }

    @GET
    @Operation(summary = "What the last comparisons came to, by peer")
    public Response status() {
        callerOfRequest.caller();
        return Answers.json(200, RepairJson.of(gateway.repairs())).build();
    }
}
