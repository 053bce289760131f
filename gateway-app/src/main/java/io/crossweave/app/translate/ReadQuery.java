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
 * @param atLeast what the site must have applied before it answers; null where anything will do
 */
public record ReadQuery(@Nullable VersionVector atLeast, Duration timeout, OnTimeout onTimeout) {
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
        String consistency = parameters.get("consistency");
        if (consistency != null && !consistency.equals("local")) {
            throw switch (consistency) {
                case "bounded", "home" ->
                    ProblemException.of(
                            ProblemType.NOT_AVAILABLE_HERE,
                            "query parameter 'consistency': only 'local' is available in this version");
                default -> malformed("consistency", "is local, bounded or home");
            };
        }
        String token = parameters.get("at-least");
        return new ReadQuery(
                token == null ? null : EntityTags.required(key, "query parameter 'at-least'", token),
                Duration.ofMillis(timeoutMs(parameters.get("timeout-ms"))),
                onTimeout(parameters.get("on-timeout")));
    }

    private static int timeoutMs(@Nullable String text) {
        if (text == null) {
            return AppLimits.WAIT_MS_DEFAULT;
        }
        int asked = Numbers.within(0, Integer.MAX_VALUE, text)
                .orElseThrow(() -> malformed("timeout-ms", "is a number of milliseconds from 0"));
        return Math.min(asked, AppLimits.WAIT_MS_MAX);
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
