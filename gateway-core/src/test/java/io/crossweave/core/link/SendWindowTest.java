package io.crossweave.core.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.limits.Limits;
import java.util.List;
import org.junit.jupiter.api.Test;

class SendWindowTest {
    private final SendWindow window = new SendWindow();

    private void send(long lastPosition, long bytes) {
        window.add(new SentEnvelope(window.nextNumber(), List.of(), lastPosition, bytes));
    }

    @Test
    void L12_aConfirmationIsCumulativeAndAnswersTheLogPositionItCovers() {
        send(4, 10);
        send(4, 10);
        send(9, 10);

        assertThat(window.confirm(2)).isEqualTo(4);
        assertThat(window.confirmedNumber()).isEqualTo(2);
        assertThat(window.confirm(2)).isEqualTo(-1);
        assertThat(window.confirm(1)).isEqualTo(-1);
        assertThat(window.confirm(99)).isEqualTo(9);
        assertThat(window.confirmedNumber()).isEqualTo(3);
        assertThat(window.isEmpty()).isTrue();
    }

    @Test
    void L12_theWindowIsBoundedInEnvelopes() {
        for (int i = 0; i < Limits.WINDOW_ENVELOPES_MAX; i++) {
            assertThat(window.hasRoom()).isTrue();
            send(i, 1);
        }

        assertThat(window.hasRoom()).isFalse();
        window.confirm(1);
        assertThat(window.hasRoom()).isTrue();
    }

    @Test
    void L12_theWindowIsBoundedInBytes() {
        send(1, Limits.WINDOW_BYTES_MAX);

        assertThat(window.hasRoom()).isFalse();
        window.confirm(1);
        assertThat(window.hasRoom()).isTrue();
    }

    @Test
    void onlyWhatIsUnconfirmedCanBeSentAgain() {
        send(1, 1);
        send(2, 1);
        send(3, 1);
        window.confirm(1);

        assertThat(window.in(1, 2)).extracting(SentEnvelope::number).containsExactly(2L);
        assertThat(window.in(3, 2)).isEmpty();
        assertThat(window.get(1)).isNull();
        assertThat(window.get(3)).isNotNull();
    }
}
