package io.crossweave.adapters.gcp;

import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.InvalidArgumentException;
import com.google.api.gax.rpc.ResourceExhaustedException;
import com.google.rpc.RetryInfo;
import io.crossweave.core.spi.SendOutcome;
import io.crossweave.core.spi.SendOutcome.Refused;
import io.crossweave.core.spi.SendOutcome.Throttled;
import io.crossweave.core.spi.SendOutcome.Unknown;
import java.time.Duration;

/** What a failed publish means. */
final class PublishOutcome {
    /** Quotas are counted by the second. */
    private static final Duration RETRY_AFTER_DEFAULT = Duration.ofSeconds(1);

    private PublishOutcome() {}

    static SendOutcome of(Throwable failure) {
        return switch (failure) {
            case InvalidArgumentException e -> new Refused(String.valueOf(e.getMessage()));
            case ResourceExhaustedException e -> new Throttled(retryAfter(e));
            // Also where topic or permission is missing: whoever puts that right wants the frames that waited for it.
            default -> new Unknown(failure);
        };
    }

    private static Duration retryAfter(ApiException throttled) {
        if (throttled.getErrorDetails() == null || throttled.getErrorDetails().getRetryInfo() == null) {
            return RETRY_AFTER_DEFAULT;
        }
        RetryInfo told = throttled.getErrorDetails().getRetryInfo();
        return Duration.ofSeconds(
                told.getRetryDelay().getSeconds(), told.getRetryDelay().getNanos());
    }
}
