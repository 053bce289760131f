package io.crossweave.clouds.eventhubs;

import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;

/** The error conditions that the service uses, by the names that the SDK knows. */
enum AmqpError {
    NOT_FOUND("amqp:not-found"),
    NOT_ALLOWED("amqp:not-allowed"),
    NOT_IMPLEMENTED("amqp:not-implemented"),
    INVALID_FIELD("amqp:invalid-field"),
    DECODE_ERROR("amqp:decode-error"),
    UNAUTHORIZED("amqp:unauthorized-access"),
    LIMIT_EXCEEDED("amqp:resource-limit-exceeded"),
    INTERNAL("amqp:internal-error"),
    MESSAGE_TOO_LARGE("amqp:link:message-size-exceeded"),
    TRANSFER_LIMIT("amqp:link:transfer-limit-exceeded"),
    STOLEN("amqp:link:stolen"),
    SERVER_BUSY("com.microsoft:server-busy");

    private final String condition;

    AmqpError(String condition) {
        this.condition = condition;
    }

    ErrorCondition with(String description) {
        return new ErrorCondition(Symbol.valueOf(condition), description);
    }
}
