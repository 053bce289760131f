package io.crossweave.adapters.azure;

import static com.azure.core.amqp.exception.AmqpErrorCondition.CONNECTION_FRAMING_ERROR;
import static com.azure.core.amqp.exception.AmqpErrorCondition.LINK_PAYLOAD_SIZE_EXCEEDED;
import static com.azure.core.amqp.exception.AmqpErrorCondition.LINK_STOLEN;
import static com.azure.core.amqp.exception.AmqpErrorCondition.SERVER_BUSY_ERROR;
import static com.azure.core.amqp.exception.AmqpErrorCondition.UNAUTHORIZED_ACCESS;
import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.amqp.exception.AmqpErrorCondition;
import com.azure.core.amqp.exception.AmqpErrorContext;
import com.azure.core.amqp.exception.AmqpException;
import io.crossweave.core.spi.SendOutcome.Refused;
import io.crossweave.core.spi.SendOutcome.Throttled;
import io.crossweave.core.spi.SendOutcome.Unknown;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import reactor.core.Exceptions;

class SendFailuresTest {
    @Test
    void aBusyServiceThrottles_alsoWhenTheSdkHasNoRetriesLeft() {
        assertThat(SendFailures.outcome(amqp(SERVER_BUSY_ERROR))).isInstanceOf(Throttled.class);
        assertThat(SendFailures.outcome(Exceptions.retryExhausted("0/0", amqp(SERVER_BUSY_ERROR))))
                .isInstanceOf(Throttled.class);
    }

    @Test
    void aFrameThatTheServiceCallsTooLargeIsRefused() {
        assertThat(SendFailures.outcome(amqp(LINK_PAYLOAD_SIZE_EXCEEDED))).isInstanceOf(Refused.class);
    }

    @Test
    void whatMayHaveBeenStoredIsUnknown() {
        assertThat(SendFailures.outcome(amqp(CONNECTION_FRAMING_ERROR))).isInstanceOf(Unknown.class);
        assertThat(SendFailures.outcome(new TimeoutException())).isInstanceOf(Unknown.class);
        assertThat(SendFailures.outcome(new AmqpException(true, "no condition", new AmqpErrorContext("ns"))))
                .isInstanceOf(Unknown.class);
    }

    @Test
    void aWrongKeyOfTheDeploymentDoesNotGiveUpTheFrame() {
        assertThat(SendFailures.outcome(amqp(UNAUTHORIZED_ACCESS))).isInstanceOf(Unknown.class);
    }

    @Test
    void knowsAStolenPartition() {
        assertThat(SendFailures.isStolen(new IllegalStateException(amqp(LINK_STOLEN))))
                .isTrue();
        assertThat(SendFailures.isStolen(amqp(SERVER_BUSY_ERROR))).isFalse();
    }

    private static AmqpException amqp(AmqpErrorCondition condition) {
        return new AmqpException(true, condition, "as the service says", new AmqpErrorContext("ns"));
    }
}
