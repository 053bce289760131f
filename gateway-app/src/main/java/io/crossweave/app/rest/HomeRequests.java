package io.crossweave.app.rest;

import io.crossweave.app.home.ForwardedAnswer;
import io.crossweave.app.home.ForwardedRequest;
import io.crossweave.app.home.HomeSites;
import io.crossweave.core.document.JsonValue;
import io.crossweave.core.document.JsonWriter;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.RequestScoped;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sends the request under way, or a part of it, to the home site of its context type. */
@RequestScoped
class HomeRequests {
    private static final byte[] NOTHING = new byte[0];

    private final HomeSites homes;
    private final RoutingContext current;

    HomeRequests(HomeSites homes, RoutingContext current) {
        this.homes = homes;
        this.current = current;
    }

    /** What the home site answers to this request, with this body; empty where this site is to answer itself. */
    Optional<ForwardedAnswer> answer(String type, @Nullable JsonValue body) {
        return homes.elsewhere(type).map(home -> answerOf(home, body));
    }

    /** Whether another site is to answer for a type. */
    boolean isElsewhere(String type) {
        return homes.elsewhere(type).isPresent();
    }

    /** What a site answers to this request. */
    ForwardedAnswer answerOf(String home, @Nullable JsonValue body) {
        HttpServerRequest request = current.request();
        return homes.forward(
                home,
                ForwardedRequest.of(
                        request.method().name(),
                        target(request),
                        request.headers(),
                        body == null ? NOTHING : JsonWriter.canonicalBytes(body)));
    }

    /** Path and query. A client may write a host before them (RFC 9112, 3.2.2), and that is nowhere to send its token to. */
    private static String target(HttpServerRequest request) {
        String path = String.valueOf(request.path());
        return request.query() == null ? path : path + "?" + request.query();
    }
}
