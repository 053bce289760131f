package io.crossweave.app.problem;

import io.vertx.ext.web.RoutingContext;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The id that ties an answer, the logs and the caller's own trace together: that of {@code traceparent} (W3C), else a new one. */
public final class TraceId {
    private static final Pattern TRACEPARENT = Pattern.compile("[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}");
    private static final String NO_TRACE = "0".repeat(32);
    private static final String KEY = "crossweave.trace-id";

    private TraceId() {}

    /** The same for all of one request. */
    public static String of(RoutingContext request) {
        String known = request.get(KEY);
        if (known != null) {
            return known;
        }
        String id = fromHeader(request.request().getHeader("traceparent"));
        request.put(KEY, id);
        return id;
    }

    /** Whether the header is one that may be passed on. */
    public static boolean isTraceparent(@Nullable String header) {
        return header != null && TRACEPARENT.matcher(header).matches();
    }

    private static String fromHeader(@Nullable String header) {
        if (header != null) {
            Matcher matcher = TRACEPARENT.matcher(header);
            if (matcher.matches() && !NO_TRACE.equals(matcher.group(1))) {
                return matcher.group(1);
            }
        }
        byte[] drawn = new byte[16];
        ThreadLocalRandom.current().nextBytes(drawn);
        return HexFormat.of().formatHex(drawn);
    }
}
