package io.crossweave.app.rest;

import io.crossweave.app.problem.ProblemException;
import io.crossweave.app.problem.ProblemType;
import io.crossweave.app.security.Caller;
import io.crossweave.app.security.CallerOfRequest;
import io.crossweave.app.security.Groups;
import io.crossweave.app.translate.ContextNames;
import io.crossweave.app.watch.LastSeen;
import io.crossweave.app.watch.WatchClient;
import io.crossweave.app.watch.WatchStream;
import io.crossweave.core.gateway.Gateway;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.ContextType;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Changes of one context as they are committed here. A context that is not there yet can be watched: it may come any moment. */
@Path("/v1")
@RunOnVirtualThread
@Tag(name = "contexts")
public class WatchResource {
    private final Gateway gateway;
    private final CallerOfRequest callerOfRequest;
    private final CurrentVertxRequest current;

    WatchResource(Gateway gateway, CallerOfRequest callerOfRequest, CurrentVertxRequest current) {
        this.gateway = gateway;
        this.current = current;
        this.callerOfRequest = callerOfRequest;
    }

    @GET
    @Path("contexts/{type}/{id}/watch")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RolesAllowed({Groups.READER, Groups.ADMIN})
    @Operation(
            summary = "Server-sent events: snapshot, change, protected, deleted, expired; resumes after Last-Event-ID")
    public void watch(
            @PathParam("type") String type,
            @PathParam("id") String id,
            @HeaderParam("Last-Event-ID") @Nullable String lastEventId,
            @Context SseEventSink sink,
            @Context Sse sse) {
        Caller caller = callerOfRequest.caller();
        ContextKey key = ContextNames.key(caller.tenant(), type, id);
        ContextType contextType = gateway.contextType(type)
                .orElseThrow(() -> ProblemException.of(ProblemType.NOT_FOUND, "there is no such context"));
        LastSeen lastSeen = LastSeen.read(key, lastEventId);
        var request = current.getCurrent().request();
        var client = new WatchClient(sink, sse, () -> request.connection().close(), caller.expiresAt());
        new WatchStream(gateway, key, contextType, client).start(lastSeen);
    }
}
