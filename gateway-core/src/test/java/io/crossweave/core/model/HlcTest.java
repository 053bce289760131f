package io.crossweave.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class HlcTest {
    @Test
    void holdsMillisecondsAndTicks() {
        Hlc hlc = Hlc.ofMillis(1_700_000_000_123L).tick().tick();

        assertThat(hlc.millis()).isEqualTo(1_700_000_000_123L);
        assertThat(hlc).hasToString("1700000000123.2");
    }

    @Test
    void aFullTickPartCarriesIntoTheNextMillisecond() {
        var full = new Hlc(Hlc.ofMillis(5).packed() + 0xffff);

        assertThat(full.millis()).isEqualTo(5);
        assertThat(full.tick()).isEqualTo(Hlc.ofMillis(6));
    }

    @Test
    void isOrderedByMillisecondsThenTicks() {
        assertThat(Hlc.ofMillis(5).tick()).isGreaterThan(Hlc.ofMillis(5)).isLessThan(Hlc.ofMillis(6));
        assertThat(Hlc.ofMillis(5).max(Hlc.ofMillis(6))).isEqualTo(Hlc.ofMillis(6));
        assertThat(Hlc.ofMillis(6).max(Hlc.ofMillis(5))).isEqualTo(Hlc.ofMillis(6));
    }

    @Test
    void aTimeThatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> Hlc.ofMillis(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Hlc.ofMillis(1L << 47)).isInstanceOf(ArithmeticException.class);
        assertThat(Hlc.ofMillis((1L << 47) - 1).millis()).isEqualTo((1L << 47) - 1);
    }
}
