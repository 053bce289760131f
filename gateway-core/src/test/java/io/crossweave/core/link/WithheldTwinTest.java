package io.crossweave.core.link;

import static io.crossweave.core.scripted.Changes.append;
import static io.crossweave.core.scripted.Changes.increment;
import static io.crossweave.core.scripted.Changes.labelled;
import static io.crossweave.core.scripted.Changes.note;
import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.event.CausalItem;
import io.crossweave.core.event.EventType;
import io.crossweave.core.event.Placeholder;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.Labels;
import io.crossweave.core.scripted.LaneSite;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client event stamped at bb and again, later, at aa; from then on aa withholds all from cc. */
class WithheldTwinTest {
    private static final ContextKey KEY = note("c");

    private final LaneBench a = new LaneBench(KEY);
    private final LaneSite b = new LaneSite("bb", Set.of("aa", "cc"), KEY);
    private final LaneSite c = new LaneSite("cc", Set.of("aa", "bb"), KEY);
    private int arrived;
    private StampedEvent counts;
    private StampedEvent loses;

    @BeforeEach
    void aStampsTheEventOfBAgain() {
        counts = b.publishes(increment(KEY, "e"));
        a.site.nowMs += 50;
        loses = a.site.publishes(increment(KEY, "e"));
        sendToC();
        a.site.policy.withhold((event, to) -> true);
    }

    private void sendToC() {
        a.pump();
        List<CausalItem> sent = a.sentItems();
        sent.subList(arrived, sent.size()).forEach(item -> c.arrive(a.site.id, item));
        arrived = sent.size();
    }

    @Test
    void L1_L8_whatTakesALosingTwinBackWaitsForTheTwinThatCountsAlsoWhereItIsWithheld() {
        // Given
        assertThat(c.document(KEY)).isEqualTo("{\"visits\":1}");

        // When
        a.site.arrive(b.id, counts);
        sendToC();

        // Then
        assertThat(c.document(KEY)).isEqualTo("{\"visits\":1}");
        assertThat(c.stored(KEY).liveOf(loses.dot())).isNotEmpty();

        // When
        c.arrive(b.id, counts);

        // Then
        assertThat(c.document(KEY)).isEqualTo("{\"visits\":1}");
        assertThat(c.stored(KEY).liveOf(loses.dot())).isEmpty();
        assertThat(c.lane().waiting()).isZero();
    }

    @Test
    void L8_L10_itGoesWithoutLabelsAndTheSameAtEachReSend() {
        a.site.publishes(labelled(append(KEY, "w1"), "residency", "EU"));
        a.site.arrive(b.id, counts);
        a.site.publishes(append(KEY, "w2"));
        a.pump();
        long last = a.lane().lastNumber();
        List<CausalItem> sent = a.sentItems();

        a.resend(last, last);

        List<CausalItem> sentAgain =
                a.sentItems().subList(sent.size(), a.sentItems().size());
        assertThat(sent.subList(1, sent.size())).isEqualTo(sentAgain);
        assertThat(sentAgain)
                .extracting(CausalItem::getClass)
                .isEqualTo(List.of(Placeholder.class, StampedEvent.class, Placeholder.class));
        StampedEvent takingBack = (StampedEvent) sentAgain.get(1);
        assertThat(takingBack.type()).isEqualTo(EventType.RECONCILIATION);
        assertThat(takingBack.labels()).isEqualTo(Labels.NONE);
        assertThat(takingBack.removals()).allMatch(id -> id.dot().equals(loses.dot()));
    }
}
