package io.crossweave.core.runtime.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.spi.SendOutcome;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LinkGateTest {
    private static final SendOutcome UNKNOWN = new SendOutcome.Unknown(new IllegalStateException("no answer"));

    private final LinkGate gate = new LinkGate();

    private void ended(SendOutcome... outcomes) {
        for (SendOutcome outcome : outcomes) {
            gate.ended(outcome);
        }
    }

    @Test
    void L17_lostAnswersAmongOthersCloseNothing() {
        ended(UNKNOWN, UNKNOWN, SendOutcome.ACCEPTED, UNKNOWN, UNKNOWN);

        assertThat(gate.isOpen()).isTrue();
    }

    @Test
    void L17_noAnswerAtAllClosesTheGateAndTheFirstOneOpensIt() {
        ended(UNKNOWN, UNKNOWN, UNKNOWN);
        assertThat(gate.isOpen()).isFalse();
        ended(UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN);

        ended(SendOutcome.ACCEPTED);

        assertThat(gate.isOpen()).isTrue();
    }

    @Test
    void L17_aBrokerThatAnswersIsThereEvenIfItTakesNothing() {
        for (int i = 0; i < 10; i++) {
            ended(new SendOutcome.Throttled(Duration.ofSeconds(1)), new SendOutcome.Refused("too large"));
        }

        assertThat(gate.isOpen()).isTrue();
    }
}
