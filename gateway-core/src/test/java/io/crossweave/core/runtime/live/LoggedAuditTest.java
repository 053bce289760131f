package io.crossweave.core.runtime.live;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LoggedAuditTest {
    @Test
    void aNameCantWriteAnEntryOfItsOwn() {
        assertThat(LoggedAudit.printable("olga@example.org|42")).isEqualTo("olga@example.org|42");
        assertThat(LoggedAudit.printable("eve\nsite=aa audit=hole-declined actor=olga"))
                .isEqualTo("eve?site?aa?audit?hole-declined?actor?olga");
        assertThat(LoggedAudit.printable("eve\u2028\u0085")).isEqualTo("eve??");
        assertThat(LoggedAudit.printable("x".repeat(1_000))).hasSize(256);
    }
}
