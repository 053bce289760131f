package io.crossweave.app.rest;

import io.crossweave.app.AppLimits;
import io.crossweave.app.problem.ConnectionEnd;
import io.crossweave.app.problem.Problem;
import io.crossweave.app.problem.ProblemMappers;
import io.crossweave.app.problem.TraceId;
import io.crossweave.core.document.JsonWriter;
import io.crossweave.core.limits.Limits;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a body whose announced length is beyond the limit before a byte of it is kept. Many clients listen only after they have sent
 * everything, and a connection closed in their face would hide the reason: so what they send is read and thrown away, within bounds.
 * (Bodies without an announced length are bounded while they are read, by {@link BoundedBody}.)
 */
@Singleton
final class OversizeFilter {
    /** Above all other filters, authentication included: a refusal for size needs none. */
    private static final int PRIORITY = 10_000;

    void register(@Observes Filters filters) {
        filters.register(OversizeFilter::handle, PRIORITY);
    }

    private static void handle(RoutingContext context) {
        if (announcedBytes(context.request().getHeader("Content-Length")) <= Limits.DOCUMENT_BYTES_MAX) {
            context.next();
            return;
        }
        refuse(context, BoundedBody.tooLarge());
    }

    /** A length that is no number is left to the HTTP codec, which refuses it. */
    private static long announcedBytes(@Nullable String header) {
        try {
            return header == null ? 0 : Long.parseLong(header);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** Answers with a problem, and throws the body away within bounds. */
    static void refuse(RoutingContext context, Problem problem) {
        HttpServerResponse response = context.response();
        response.setStatusCode(problem.type().status());
        response.putHeader("Content-Type", ProblemMappers.MEDIA_TYPE);
        if (ConnectionEnd.isPossible(context)) {
            response.putHeader(ConnectionEnd.HEADER, ConnectionEnd.CLOSE);
            ConnectionEnd.afterResponse(context);
        }
        byte[] body = JsonWriter.canonicalBytes(problem.toJson(TraceId.of(context)));
        discard(context, () -> response.end(Buffer.buffer(body)));
    }

    /** Throws the body away and then runs {@code answer}, at the latest when a bound is reached. */
    private static void discard(RoutingContext context, Runnable answer) {
        HttpServerRequest request = context.request();
        var discarding = new Discarding(context, answer);
        request.handler(discarding::take);
        request.endHandler(ended -> discarding.finish());
        request.exceptionHandler(gone -> discarding.finish());
        request.resume();
    }

    /** Runs on the connection's event loop only. */
    private static final class Discarding {
        private final RoutingContext context;
        private final Runnable answer;
        private final long timer;
        private long bytes;
        private boolean finished;

        Discarding(RoutingContext context, Runnable answer) {
            this.context = context;
            this.answer = answer;
            this.timer = context.vertx().setTimer(AppLimits.DISCARDING_MS_MAX, elapsed -> finish());
        }

        void take(Buffer piece) {
            bytes += piece.length();
            if (bytes > AppLimits.DISCARDED_BYTES_MAX) {
                finish();
            }
        }

        void finish() {
            if (finished) {
                return;
            }
            finished = true;
            context.vertx().cancelTimer(timer);
            answer.run();
        }
    }
}
