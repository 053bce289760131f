package io.crossweave.app.problem;

import io.crossweave.core.document.JsonWriter;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.NotAcceptableException;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns whatever ends a request early into a problem. */
public final class ProblemMappers {
    public static final String MEDIA_TYPE = "application/problem+json";
    private static final Pattern ONE_CONTEXT = Pattern.compile("/v1/contexts/[^/]+/[^/]+/?");
    private static final String EVENTS = "/v1/events";
    private static final String PATCHES = "application/json-patch+json, application/merge-patch+json";
    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);

    @ServerExceptionMapper
    public Response refused(ProblemException e, RoutingContext request) {
        return response(e.problem(), request);
    }

    @ServerExceptionMapper
    public Response unauthenticated(UnauthorizedException e, RoutingContext request) {
        return response(unauthenticated("this call needs a bearer token"), request);
    }

    /** A token that does not verify. Which of its parts is wrong is told to the log alone. */
    @ServerExceptionMapper
    public Response badToken(AuthenticationFailedException e, RoutingContext request) {
        LOG.debugf("token refused: %s", e.getMessage());
        return response(
                unauthenticated("the bearer token is not valid here: wrong signature, issuer or audience, or expired"),
                request);
    }

    @ServerExceptionMapper
    public Response forbidden(ForbiddenException e, RoutingContext request) {
        return response(Problem.of(ProblemType.FORBIDDEN, "the token's groups do not open this call"), request);
    }

    /** The framework's own refusals. */
    @ServerExceptionMapper
    public Response ofFramework(WebApplicationException e, RoutingContext request) {
        Problem problem = switch (e) {
            case NotAllowedException _ -> notAllowed(request.normalizedPath());
            case NotSupportedException _ -> unsupported(request);
            case NotAcceptableException _ ->
                Problem.of(
                        ProblemType.NOT_ACCEPTABLE,
                        "this call answers with application/json, watches with text/event-stream");
            default -> ofStatus(e.getResponse().getStatus());
        };
        if (problem.type() == ProblemType.INTERNAL) {
            return unexpected(e, request);
        }
        return response(problem, request);
    }

    @ServerExceptionMapper
    public Response unexpected(Throwable e, RoutingContext request) {
        String traceId = TraceId.of(request);
        LOG.errorf(e, "request failed trace=%s", traceId);
        return response(Problem.of(ProblemType.INTERNAL, "look for the instance in this site's log"), request);
    }

    public static Response response(Problem problem, RoutingContext request) {
        Response.ResponseBuilder response = Response.status(problem.type().status())
                .type(MEDIA_TYPE)
                .entity(JsonWriter.canonicalBytes(problem.toJson(TraceId.of(request))));
        problem.headers().forEach(response::header);
        if (problem.type() == ProblemType.UNAUTHENTICATED) {
            response.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        }
        if (problem.leavesBodyUnread() && ConnectionEnd.isPossible(request)) {
            response.header(ConnectionEnd.HEADER, ConnectionEnd.CLOSE);
            ConnectionEnd.afterResponse(request);
        }
        return response.build();
    }

    private static Problem unauthenticated(String detail) {
        return Problem.of(ProblemType.UNAUTHENTICATED, detail);
    }

    private static Problem notAllowed(String path) {
        String allowed = ONE_CONTEXT.matcher(path).matches()
                ? "GET, HEAD, PUT, PATCH, DELETE"
                : path.equals(EVENTS) ? "POST" : "GET, HEAD";
        return Problem.of(ProblemType.METHOD_NOT_ALLOWED, "this resource allows " + allowed)
                .withHeader(HttpHeaders.ALLOW, allowed);
    }

    private static Problem unsupported(RoutingContext request) {
        boolean isPatch = request.request().method().name().equals("PATCH");
        if (isPatch) {
            return Problem.of(ProblemType.UNSUPPORTED_MEDIA_TYPE, "a patch is one of " + PATCHES)
                    .withHeader("Accept-Patch", PATCHES);
        }
        String detail = request.normalizedPath().equals(EVENTS)
                ? "events are application/json, one or an array; CloudEvents and ndjson are not available in this version"
                : "a body is application/json here";
        return Problem.of(ProblemType.UNSUPPORTED_MEDIA_TYPE, detail);
    }

    private static Problem ofStatus(int status) {
        return switch (status) {
            case 401 -> unauthenticated("this call needs a bearer token");
            case 403 -> Problem.of(ProblemType.FORBIDDEN, "the token's groups do not open this call");
            case 404 -> Problem.of(ProblemType.NOT_FOUND, "no such resource");
            case 408 -> Problem.of(ProblemType.REQUEST_TIMEOUT, "the body did not arrive in time");
            case 413 -> Problem.of(ProblemType.TOO_LARGE, "the body exceeds this site's limit");
            default ->
                status >= 400 && status < 500
                        ? Problem.of(ProblemType.MALFORMED_REQUEST, "the request can't be understood")
                        : Problem.of(ProblemType.INTERNAL, "the site failed");
        };
    }
}
