package io.crossweave.app.problem;

import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;

/** Ends connections whose request was not read to its end, as what follows on them could not be told from the rest of a body. */
public final class ConnectionEnd {
    public static final String HEADER = "Connection";
    public static final String CLOSE = "close";

    private ConnectionEnd() {}

    /** HTTP/2 has streams instead, and other requests on the same connection. */
    public static boolean isPossible(RoutingContext request) {
        return request.request().version() != HttpVersion.HTTP_2;
    }

    public static void afterResponse(RoutingContext request) {
        request.response().endHandler(ended -> request.request().connection().close());
    }
}
