package io.crossweave.adapters.azure;

import com.azure.core.amqp.exception.AmqpErrorCondition;
import com.azure.core.amqp.exception.AmqpException;
import io.crossweave.core.spi.SendOutcome;
import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;

/** What a failed send means. Whatever isn't surely one of the others is Unknown: it may have been stored. */
final class SendFailures {
    private SendFailures() {}

    static SendOutcome outcome(Throwable failure) {
        AmqpException amqp = amqp(failure);
        if (amqp == null || amqp.getErrorCondition() == null) {
            return new SendOutcome.Unknown(failure);
        }
        AmqpErrorCondition condition = amqp.getErrorCondition();
        return switch (condition) {
            case SERVER_BUSY_ERROR, RESOURCE_LIMIT_EXCEEDED -> new SendOutcome.Throttled(EventHubsLimits.BUSY_RETRY);
            case LINK_PAYLOAD_SIZE_EXCEEDED, NOT_ALLOWED, ARGUMENT_ERROR, ARGUMENT_OUT_OF_RANGE_ERROR ->
                new SendOutcome.Refused(condition.getErrorCondition() + ": " + amqp.getMessage());
            // A wrong key or a missing hub is the deployment's fault and not the frame's: it must not be given up.
            default -> new SendOutcome.Unknown(failure);
        };
    }

    static boolean isStolen(Throwable failure) {
        AmqpException amqp = amqp(failure);
        return amqp != null && amqp.getErrorCondition() == AmqpErrorCondition.LINK_STOLEN;
    }

    /** The SDK wraps the reason when it has no retries left. */
    private static @Nullable AmqpException amqp(Throwable failure) {
        Throwable cause = Exceptions.unwrap(failure);
        for (Throwable at = cause; at != null; at = at.getCause()) {
            if (at instanceof AmqpException amqp) {
                return amqp;
            }
        }
        return null;
    }
}
