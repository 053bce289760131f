package io.crossweave.app.rest;

import io.crossweave.app.problem.ProblemException;
import io.crossweave.app.problem.ProblemType;
import io.crossweave.app.security.Caller;
import io.crossweave.app.security.CallerOfRequest;
import io.crossweave.app.security.Groups;
import io.crossweave.app.translate.ContextNames;
import io.crossweave.app.watch.TypePosition;
import io.crossweave.app.watch.TypeWatchStream;
import io.crossweave.app.watch.WatchClient;
import io.crossweave.core.gateway.Gateway;
import io.crossweave.core.gateway.TypeChanges;
import io.crossweave.core.model.ContextType;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Changes of all contexts of a type as they are committed here. */
@Path("/v1")
@RunOnVirtualThread
@Tag(name = "contexts")
public class TypeWatchResource {
    private final Gateway gateway;
    private final CallerOfRequest callerOfRequest;
    private final CurrentVertxRequest current;

    TypeWatchResource(Gateway gateway, CallerOfRequest callerOfRequest, CurrentVertxRequest current) {
        this.gateway = gateway;
        this.current = current;
        this.callerOfRequest = callerOfRequest;
    }

    @GET
    @Path("watch")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RolesAllowed({Groups.READER, Groups.ADMIN})
    @Operation(
            summary =
                    "Server-sent events of all contexts of a type; Last-Event-ID is a position at this site, else 410")
    public void watch(
            @QueryParam("type") @Nullable String type,
            @HeaderParam("Last-Event-ID") @Nullable String lastEventId,
            @Context SseEventSink sink,
            @Context Sse sse) {
        Caller caller = callerOfRequest.caller();
        if (type == null) {
            throw ProblemException.of(ProblemType.MALFORMED_REQUEST, "query parameter 'type' is missing");
        }
        ContextNames.requireType(caller.tenant(), type);
        ContextType contextType = gateway.contextType(type)
                .orElseThrow(() -> ProblemException.of(ProblemType.NOT_FOUND, "there is no such context type"));
        TypeChanges changes = gateway.typeChanges(caller.tenant(), type);
        long after = TypePosition.read(changes, lastEventId);
        var request = current.getCurrent().request();
        var client = new WatchClient(sink, sse, () -> request.connection().close(), caller.expiresAt());
        new TypeWatchStream(gateway, caller.tenant(), contextType, changes, client).start(after);
    }
}
