package io.crossweave.core.context;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.event.Restatement;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.scripted.Changes;
import io.crossweave.core.scripted.LaneSite;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Client events that were stamped here and at a peer, of which the peer's dots were withheld until a wider policy released them. */
class FilledTwinsTest {
    private static final ContextKey KEY = Changes.note("c");

    private final LaneSite origin = new LaneSite("aa", Set.of("cc"), KEY);
    private final LaneSite site = new LaneSite("cc", Set.of("aa"), KEY);

    @Test
    void L1_L11_noViewCountsAnEventTwiceWhileSeveralTwinsComeAtOnce() {
        // Given
        List<StampedEvent> withheld =
                List.of(origin.publishes(Changes.increment(KEY, "e1")), origin.publishes(Changes.increment(KEY, "e2")));
        withheld.forEach(event -> site.arrive(origin.id, event.placeholder()));
        site.nowMs = origin.nowMs + 1_000;
        site.publishes(Changes.increment(KEY, "e1"));
        site.publishes(Changes.increment(KEY, "e2"));
        assertThat(site.document(KEY)).isEqualTo("{\"visits\":2}");
        site.forgetFollowed();

        // When
        site.arrive(origin.id, new Restatement(KEY, origin.id, 1, 2, 2, withheld, List.of()));

        // Then
        assertThat(site.shownTexts()).isNotEmpty().containsOnly("{\"visits\":2}");
        assertThat(site.shown()).extracting(view -> view.version()).doesNotHaveDuplicates();
    }
}
