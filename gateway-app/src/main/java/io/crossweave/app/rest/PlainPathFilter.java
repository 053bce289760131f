package io.crossweave.app.rest;

import io.crossweave.app.problem.Problem;
import io.crossweave.app.problem.ProblemType;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Refuses paths with a semicolon. JAX-RS would take what follows it for matrix parameters and drop it, so that {@code a;b} would write to
 * {@code a}, another context than a proxy in front of the site sees.
 */
@Singleton
final class PlainPathFilter {
    /** Behind the check of the body's length, before everything that looks at the path. */
    private static final int PRIORITY = 9_000;

    void register(@Observes Filters filters) {
        filters.register(PlainPathFilter::handle, PRIORITY);
    }

    private static void handle(RoutingContext context) {
        if (String.valueOf(context.request().path()).indexOf(';') < 0) {
            context.next();
            return;
        }
        OversizeFilter.refuse(
                context,
                Problem.of(ProblemType.MALFORMED_REQUEST, "a path has no parameters: ';' is not allowed in it"));
    }
}
