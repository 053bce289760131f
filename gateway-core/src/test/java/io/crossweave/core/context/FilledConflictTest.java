package io.crossweave.core.context;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.event.Restatement;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.rows.ContextRows;
import io.crossweave.core.scripted.Changes;
import io.crossweave.core.scripted.LaneSite;
import io.crossweave.core.stored.ConflictRecord;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a peer's event that was withheld is in conflict with once a wider policy releases it. */
class FilledConflictTest {
    private static final ContextKey KEY = Changes.note("c");

    private final LaneSite origin = new LaneSite("aa", Set.of("cc"), KEY);
    private final LaneSite site = new LaneSite("cc", Set.of("aa"), KEY);

    private List<ConflictRecord> open(LaneSite of) {
        return new ContextRows(of.store())
                .conflicts().load(KEY).all().stream()
                        .filter(ConflictRecord::isOpen)
                        .toList();
    }

    @Test
    void L6_L11_itIsListedAtBothSitesAsIfItHadComeInItsTurn() {
        // Given
        StampedEvent withheld = origin.publishes(Changes.set(KEY, "e1", "/a", "there"));
        site.arrive(origin.id, withheld.placeholder());
        StampedEvent here = site.publishes(Changes.set(KEY, "e2", "/a", "here"));
        origin.arrive(site.id, here);
        assertThat(open(site)).isEmpty();

        // When
        site.arrive(origin.id, new Restatement(KEY, origin.id, 1, 1, 2, List.of(withheld), List.of()));

        // Then
        assertThat(open(site)).hasSize(1).isEqualTo(open(origin));
    }
}
