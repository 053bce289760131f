package io.crossweave.clouds.eventhubs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReadersTest {
    private final Readers readers = new Readers();

    @Test
    void anEqualEpochEvictsAndALowerOneIsRefused() throws RefusedException {
        // Given
        Fake first = new Fake("$Default", 2L);
        Fake equal = new Fake("$Default", 2L);
        readers.admit(first);

        // When
        readers.admit(equal);

        // Then
        assertThat(first.stolen).isTrue();
        assertThat(equal.stolen).isFalse();
        assertThatThrownBy(() -> readers.admit(new Fake("$Default", 1L))).hasMessageContaining("epoch 2");
        assertThatThrownBy(() -> readers.admit(new Fake("$Default", null))).hasMessageContaining("epoch 2");
    }

    @Test
    void anEpochEvictsReceiversWithoutOneInItsOwnGroupOnly() throws RefusedException {
        // Given
        Fake plain = new Fake("$Default", null);
        Fake elsewhere = new Fake("audit", null);
        readers.admit(plain);
        readers.admit(elsewhere);

        // When
        readers.admit(new Fake("$Default", 0L));

        // Then
        assertThat(plain.stolen).isTrue();
        assertThat(elsewhere.stolen).isFalse();
    }

    @Test
    void admitsFiveReceiversWithoutEpochAndNoSixth() throws RefusedException {
        // Given
        for (int i = 0; i < 5; i++) {
            readers.admit(new Fake("$Default", null));
        }

        // Then
        assertThatThrownBy(() -> readers.admit(new Fake("$Default", null))).hasMessageContaining("at most 5");
    }

    private static final class Fake implements Readers.Reader {
        private final String group;
        private final Optional<Long> epoch;
        private boolean stolen;

        Fake(String group, @Nullable Long epoch) {
            this.group = group;
            this.epoch = Optional.ofNullable(epoch);
        }

        @Override
        public String consumerGroup() {
            return group;
        }

        @Override
        public Optional<Long> epoch() {
            return epoch;
        }

        @Override
        public void eventsCame() {}

        @Override
        public void stolenBy(String winner) {
            stolen = true;
        }
    }
}
