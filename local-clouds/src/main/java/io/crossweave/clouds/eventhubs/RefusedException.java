package io.crossweave.clouds.eventhubs;

import org.apache.qpid.proton.amqp.transport.ErrorCondition;

/** What a peer asked can't be done; it is told the condition. */
final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final AmqpError error;
    private final String reason;

    RefusedException(AmqpError error, String reason) {
        super(error + ": " + reason, null, false, false);
        this.error = error;
        this.reason = reason;
    }

    AmqpError error() {
        return error;
    }

    String reason() {
        return reason;
    }

    ErrorCondition condition() {
        return error.with(reason);
    }
}
