package io.crossweave.app.translate;

import io.crossweave.app.AppLimits;
import io.crossweave.app.problem.ProblemException;
import io.crossweave.app.problem.ProblemType;
import io.crossweave.core.causality.VersionVector;
import io.crossweave.core.model.ContextKey;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a read asks of the site's state.
 *
 * @param consistency whose state is read
 * @param maxStalenessMs with bounded consistency, how far behind its peers the site may be
 * @param atLeast what the site must have applied before it answers; null where anything will do
 */
public record ReadQuery(
        Consistency consistency,
        long maxStalenessMs,
        @Nullable VersionVector atLeast,
        Duration timeout,
        OnTimeout onTimeout) {
    /** Whose state a read is of. */
    public enum Consistency {
        /** This site's, as it is. */
        LOCAL,
        /** This site's, once it is not too far behind. */
        BOUNDED,
        /** That of the context type's home site. */
        HOME
    }

    /** What follows when the version does not arrive in time. */
    public enum OnTimeout {
        FAIL,
        STALE
    }

    /** A query's parameters by name. */
    @FunctionalInterface
    public interface Parameters {
        @Nullable
        String get(String name);
    }

    public static ReadQuery read(ContextKey key, Parameters parameters) {
        Consistency consistency = consistency(parameters.get("consistency"));
        String staleness = parameters.get("max-staleness-ms");
        if ((consistency == Consistency.BOUNDED) != (staleness != null)) {
            throw malformed("max-staleness-ms", "belongs to consistency=bounded, which needs it");
        }
        String token = parameters.get("at-least");
        return new ReadQuery(
                consistency,
                staleness == null ? 0 : milliseconds("max-staleness-ms", staleness),
                token == null ? null : EntityTags.required(key, "query parameter 'at-least'", token),
                Duration.ofMillis(timeoutMs(parameters.get("timeout-ms"))),
                onTimeout(parameters.get("on-timeout")));
    }

    private static int timeoutMs(@Nullable String text) {
        if (text == null) {
            return AppLimits.WAIT_MS_DEFAULT;
        }
        return Math.min(milliseconds("timeout-ms", text), AppLimits.WAIT_MS_MAX);
    }

    private static int milliseconds(String parameter, String text) {
        return Numbers.within(0, Integer.MAX_VALUE, text)
                .orElseThrow(() -> malformed(parameter, "is a number of milliseconds from 0"));
    }

    private static Consistency consistency(@Nullable String text) {
        return switch (text) {
            case null -> Consistency.LOCAL;
            case "local" -> Consistency.LOCAL;
            case "bounded" -> Consistency.BOUNDED;
            case "home" -> Consistency.HOME;
            default -> throw malformed("consistency", "is local, bounded or home");
        };
    }

    private static OnTimeout onTimeout(@Nullable String text) {
        return switch (text) {
            case null -> OnTimeout.FAIL;
            case "fail" -> OnTimeout.FAIL;
            case "stale" -> OnTimeout.STALE;
            default -> throw malformed("on-timeout", "is fail or stale");
        };
    }

    static ProblemException malformed(String parameter, String detail) {
        return ProblemException.of(ProblemType.MALFORMED_REQUEST, "query parameter '" + parameter + "' " + detail);
    }
}
