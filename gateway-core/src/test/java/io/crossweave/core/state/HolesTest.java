package io.crossweave.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.gateway.ContextView.Concealment;
import io.crossweave.core.model.Dot;
import io.crossweave.core.model.EntryId;
import io.crossweave.core.model.SiteId;
import org.junit.jupiter.api.Test;

/** What a site may not hold (L3). */
final class HolesTest {
    private static final SiteId A = new SiteId("a", 1);
    private static final SiteId B = new SiteId("b", 1);

    private final Holes holes = new Holes();

    @Test
    void aRunCoversItsOwnDotsOnly() {
        holes.addRun(new Dot(A, 3), 5);
        holes.addRun(new Dot(A, 9), 9);

        assertThat(holes.containsDot(new Dot(A, 2))).isFalse();
        assertThat(holes.containsDot(new Dot(A, 3))).isTrue();
        assertThat(holes.containsDot(new Dot(A, 5))).isTrue();
        assertThat(holes.containsDot(new Dot(A, 6))).isFalse();
        assertThat(holes.containsDot(new Dot(A, 9))).isTrue();
        assertThat(holes.containsDot(new Dot(A, 10))).isFalse();
        assertThat(holes.containsDot(new Dot(B, 4))).isFalse();
        assertThat(holes.concealment()).isEqualTo(Concealment.EVENTS);
    }

    @Test
    void anIdIsClosedOnce() {
        var id = new EntryId(new Dot(A, 3), 1);
        holes.add(id);

        assertThat(holes.concealment()).isEqualTo(Concealment.ENTRIES);
        assertThat(holes.containsDot(id.dot())).isFalse();
        assertThat(holes.remove(new EntryId(new Dot(A, 3), 2))).isFalse();
        assertThat(holes.remove(id)).isTrue();
        assertThat(holes.remove(id)).isFalse();
        assertThat(holes.concealment()).isEqualTo(Concealment.NOTHING);
    }
}
