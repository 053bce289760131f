package io.crossweave.core.context;

import static io.crossweave.core.scripted.Changes.append;
import static io.crossweave.core.scripted.Changes.note;
import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.scripted.Changes;
import io.crossweave.core.scripted.LaneSite;
import io.crossweave.core.stored.ReceivedMark;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReceivedNumberTest {
    private static final ContextKey KEY = note("c");
    private static final Set<String> REGIONS = Set.of("aa", "bb", "cc");

    private final LaneSite a = new LaneSite("aa", REGIONS, KEY);
    private final LaneSite c = new LaneSite("cc", REGIONS, KEY);
    private int published;

    private StampedEvent next() {
        return a.publishes(append(KEY, "e" + ++published));
    }

    private ReceivedMark mark() {
        return c.lane().received("aa", Changes.NOTE.tier());
    }

    @Test
    void L12_theCumulativeNumberStopsAtTheFirstGap() {
        c.arrive(a.id, 1, 1, next());
        c.arrive(a.id, 1, 3, next());
        c.arrive(a.id, 1, 4, next());

        assertThat(mark().cumulative()).isEqualTo(1);
        assertThat(mark().missing(4, 8)).containsExactly(new ReceivedMark.Range(2, 2));
        c.arrive(a.id, 1, 2, next());
        assertThat(mark()).isEqualTo(new ReceivedMark(1, 4, List.of()));
    }

    @Test
    void L12_numbersAreRememberedAfterARestart() {
        c.arrive(a.id, 1, 1, next());
        c.arrive(a.id, 1, 3, next());

        c.restart();

        assertThat(mark().cumulative()).isEqualTo(1);
        assertThat(mark().contains(3)).isTrue();
    }

    @Test
    void L12_aRestartedOriginCountsFromOneAndItsOldFramesStillCountAsEvents() {
        StampedEvent first = next();
        StampedEvent second = next();
        StampedEvent third = next();
        c.arrive(a.id, 1, 1, first);
        c.arrive(a.id, 2, 1, first, second);

        // A frame of the old epoch that waited in the broker.
        c.arrive(a.id, 1, 3, third);

        assertThat(c.document(KEY)).isEqualTo("{\"log\":[\"e1\",\"e2\",\"e3\"]}");
        assertThat(mark()).isEqualTo(new ReceivedMark(2, 1, List.of()));
        assertThat(c.followed(AfterCommit.Settled.class)).hasSize(3);
    }

    @Test
    void L12_anEnvelopeThatComesAgainIsSettledAgain() {
        StampedEvent event = next();

        c.arrive(a.id, 1, 1, event);
        c.arrive(a.id, 1, 1, event);

        assertThat(c.followed(AfterCommit.Settled.class)).hasSize(2);
        assertThat(c.document(KEY)).isEqualTo("{\"log\":[\"e1\"]}");
    }
}
