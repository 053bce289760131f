package io.crossweave.app.translate;

import io.crossweave.app.AppLimits;
import io.crossweave.app.problem.ProblemException;
import io.crossweave.app.problem.ProblemType;
import io.crossweave.app.problem.TraceId;
import io.crossweave.core.model.Labels;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What headers say about a change.
 *
 * @param ttlS seconds after which the context is to expire; 0 where that is not said
 * @param traceparent null where it is not well-formed: a broken trace must not break a publish
 */
public record ChangeHeaders(
        Labels labels,
        long ttlS,
        @Nullable String correlationId,
        @Nullable String causationId,
        @Nullable String idempotencyKey,
        @Nullable String traceparent) {
    private static final String LABELS = "Crossweave-Labels";
    private static final String TTL = "Crossweave-Ttl";
    private static final String CORRELATION = "Crossweave-Correlation-Id";
    private static final String CAUSATION = "Crossweave-Causation-Id";
    private static final List<String> IN_THE_BODY = List.of(LABELS, TTL, CORRELATION, CAUSATION);

    public static ChangeHeaders read(RequestHeaders headers) {
        String traceparent = headers.get("traceparent");
        return new ChangeHeaders(
                labels(headers.get(LABELS)),
                TimeToLive.ofHeader(TTL, headers.get(TTL)),
                shortText(headers, CORRELATION),
                shortText(headers, CAUSATION),
                shortText(headers, "Idempotency-Key"),
                TraceId.isTraceparent(traceparent) ? traceparent : null);
    }

    /** Of events, whose metadata stand in the body: what is said of the request alone. */
    public static ChangeHeaders ofEvents(RequestHeaders headers) {
        for (String name : IN_THE_BODY) {
            if (headers.get(name) != null) {
                throw ProblemException.of(
                        ProblemType.MALFORMED_REQUEST,
                        name + " is for PUT, PATCH and DELETE; an event has its metadata");
            }
        }
        return read(headers);
    }

    private static Labels labels(@Nullable String header) {
        if (header == null) {
            return Labels.NONE;
        }
        try {
            return LabelReader.parse(header);
        } catch (IllegalArgumentException e) {
            throw ProblemException.of(ProblemType.MALFORMED_REQUEST, LABELS + ": " + e.getMessage());
        }
    }

    private static @Nullable String shortText(RequestHeaders headers, String name) {
        String value = headers.get(name);
        if (value == null) {
            return null;
        }
        if (value.isBlank() || value.length() > AppLimits.SHORT_TEXT_CHARS_MAX) {
            throw ProblemException.of(
                    ProblemType.MALFORMED_REQUEST,
                    name + " has 1 to " + AppLimits.SHORT_TEXT_CHARS_MAX + " characters");
        }
        return value;
    }
}
