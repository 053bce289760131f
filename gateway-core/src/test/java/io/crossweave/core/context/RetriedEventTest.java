package io.crossweave.core.context;

import static io.crossweave.core.scripted.Changes.append;
import static io.crossweave.core.scripted.Changes.increment;
import static io.crossweave.core.scripted.Changes.note;
import static io.crossweave.core.scripted.Changes.withBody;
import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.event.ContextEvent;
import io.crossweave.core.event.EventType;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.gateway.ContextView;
import io.crossweave.core.gateway.Precondition;
import io.crossweave.core.gateway.PublishOutcome;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.scripted.Exchange;
import io.crossweave.core.scripted.LaneSite;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RetriedEventTest {
    private static final ContextKey KEY = note("c");
    private static final Set<String> REGIONS = Set.of("aa", "bb", "cc", "dd");

    private final LaneSite a = new LaneSite("aa", REGIONS, KEY);
    private final LaneSite b = new LaneSite("bb", REGIONS, KEY);
    private final LaneSite c = new LaneSite("cc", REGIONS, KEY);
    private final LaneSite d = new LaneSite("dd", REGIONS, KEY);

    private static PublishOutcome.Published answer(LaneSite site, ContextEvent change) {
        return (PublishOutcome.Published) site.publish(change);
    }

    @Test
    void L1_aRetryAtAnotherSiteCountsOnceEverywhere() {
        // Given
        StampedEvent first = a.publishes(increment(KEY, "e"));
        b.nowMs += 50;
        StampedEvent again = b.publishes(increment(KEY, "e"));

        // When
        Exchange.among(List.of(a, b));
        c.arrive(b.id, again);
        c.arrive(a.id, first);
        a.ownEvents().forEach(event -> c.arrive(a.id, event));
        b.ownEvents().forEach(event -> c.arrive(b.id, event));

        // Then
        for (LaneSite site : List.of(a, b, c)) {
            assertThat(site.document(KEY)).as("%s", site.id).isEqualTo("{\"visits\":1}");
            assertThat(site.stored(KEY).liveOf(again.dot())).as("%s", site.id).isEmpty();
            assertThat(site.stored(KEY).liveOf(first.dot())).as("%s", site.id).isNotEmpty();
        }
    }

    @Test
    void L1_bothSitesAnswerWithTheSameDotOnceTheyKnowBoth() {
        PublishOutcome.Published first = answer(a, increment(KEY, "e"));
        b.nowMs += 50;
        b.publish(increment(KEY, "e"));

        Exchange.among(List.of(a, b));

        assertThat(answer(a, increment(KEY, "e")).hlc()).isEqualTo(first.hlc());
        assertThat(answer(b, increment(KEY, "e")).hlc()).isEqualTo(first.hlc());
        assertThat(answer(b, increment(KEY, "e")).version().covers(first.version()))
                .isTrue();
    }

    @Test
    void L1_aKnownIdGetsItsFirstAnswerAgain() {
        PublishOutcome.Published first = answer(a, append(KEY, "e"));
        a.publish(append(KEY, "other"));

        PublishOutcome.Published again = answer(a, append(KEY, "e"));

        assertThat(again.version()).isEqualTo(first.version());
        assertThat(again.hlc()).isEqualTo(first.hlc());
        assertThat(again.replayed()).isTrue();
        assertThat(a.document(KEY)).isEqualTo("{\"log\":[\"e\",\"other\"]}");
    }

    @Test
    void L1_whoMadeTheDocumentIsToldSoAgainAtEverySite() {
        // Given
        PublishOutcome.Published first = answer(a, append(KEY, "e"));
        PublishOutcome.Published second = answer(a, append(KEY, "other"));
        Exchange.among(List.of(a, b));
        a.restart();

        // Then
        assertThat(first.created()).isTrue();
        assertThat(answer(a, append(KEY, "e")).created()).isTrue();
        assertThat(answer(b, append(KEY, "e")).created()).isTrue();
        assertThat(second.created()).isFalse();
        assertThat(answer(a, append(KEY, "other")).created()).isFalse();
        assertThat(answer(b, append(KEY, "other")).created()).isFalse();
    }

    @Test
    void L1_aKnownIdIsKnownAfterARestart() {
        PublishOutcome.Published first = answer(a, append(KEY, "e"));

        a.restart();

        assertThat(answer(a, append(KEY, "e")).hlc()).isEqualTo(first.hlc());
        assertThat(a.document(KEY)).isEqualTo("{\"log\":[\"e\"]}");
    }

    @Test
    void L1_aKnownIdWithAnotherBodyIsRefused() {
        a.publish(withBody(append(KEY, "e"), "one body of at least sixteen"));

        PublishOutcome outcome = a.publish(withBody(append(KEY, "e"), "two body of at least sixteen"));

        assertThat(outcome).isInstanceOf(PublishOutcome.EventIdReused.class);
    }

    @Test
    void L1_anIdHeardFromAPeerIsKnownWithItsBody() {
        StampedEvent event = a.publishes(withBody(append(KEY, "e"), "one body of at least sixteen"));
        b.arrive(a.id, event);

        assertThat(answer(b, withBody(append(KEY, "e"), "one body of at least sixteen"))
                        .hlc())
                .isEqualTo(event.stamp().hlc());
        assertThat(b.publish(withBody(append(KEY, "e"), "two body of at least sixteen")))
                .isInstanceOf(PublishOutcome.EventIdReused.class);
        assertThat(b.ownEvents()).isEmpty();
    }

    @Test
    void L1_aRetryInTheSameBatchHasOneEffect() {
        a.step(
                new LaneInput.Publish(101, append(KEY, "e"), Precondition.NONE),
                new LaneInput.Publish(102, append(KEY, "e"), Precondition.NONE));

        assertThat(a.ownEvents()).hasSize(1);
        assertThat(a.followed(AfterCommit.Reply.class)).hasSize(2);
    }

    @Test
    void L1_onlyAnOriginOfATwinSupersedesTheLoser() {
        StampedEvent first = a.publishes(increment(KEY, "e"));
        b.nowMs += 50;
        StampedEvent again = b.publishes(increment(KEY, "e"));
        for (LaneSite site : List.of(a, b, c)) {
            site.forgetFollowed();
        }

        a.arrive(b.id, again);
        b.arrive(a.id, first);
        c.arrive(a.id, first);
        c.arrive(b.id, again);

        assertThat(c.ownEvents()).isEmpty();
        for (LaneSite origin : List.of(a, b)) {
            assertThat(origin.ownEvents()).singleElement().satisfies(event -> {
                assertThat(event.type()).isEqualTo(EventType.RECONCILIATION);
                assertThat(event.removals()).allMatch(id -> id.dot().equals(again.dot()));
                assertThat(event.removals()).hasSize(again.additions().size());
            });
        }
    }

    @Test
    void L1_noViewEverCountsBothAndNoVersionIsShownTwice() {
        StampedEvent first = a.publishes(increment(KEY, "e"));
        b.nowMs += 50;
        b.publishes(increment(KEY, "e"));

        b.arrive(a.id, first);

        assertThat(b.shownTexts()).hasSize(3).containsOnly("{\"visits\":1}");
        assertThat(b.shown().stream().map(ContextView::version)).doesNotHaveDuplicates();
    }

    static Stream<List<Integer>> orders() {
        return Stream.of(
                List.of(0, 1, 2),
                List.of(0, 2, 1),
                List.of(1, 0, 2),
                List.of(1, 2, 0),
                List.of(2, 0, 1),
                List.of(2, 1, 0));
    }

    @ParameterizedTest
    @MethodSource("orders")
    void L1_ofThreeTwinsOneCountsInWhateverOrderTheyArrive(List<Integer> order) {
        // Given
        var origins = List.of(a, b, c);
        for (int i = 0; i < origins.size(); i++) {
            origins.get(i).nowMs += 10L * i;
            origins.get(i).publishes(increment(KEY, "e"));
        }
        List<StampedEvent> twins =
                origins.stream().map(site -> site.ownEvents().getFirst()).toList();

        // When
        order.forEach(i -> d.arrive(origins.get(i).id, twins.get(i)));

        // Then
        assertThat(d.document(KEY)).isEqualTo("{\"visits\":1}");
        assertThat(d.stored(KEY).losingTwins())
                .containsExactly(twins.get(1).dot(), twins.get(2).dot());
        assertThat(answer(d, increment(KEY, "e")).hlc())
                .isEqualTo(twins.getFirst().stamp().hlc());
    }

    @ParameterizedTest
    @MethodSource("orders")
    void L1_threeTwinsLeaveOneAliveEverywhere(List<Integer> order) {
        // Given
        var sites = new LaneSite[] {a, b, c};
        for (int i : order) {
            sites[i].nowMs += 10L * order.indexOf(i);
            sites[i].publishes(increment(KEY, "e"));
        }
        StampedEvent winner = sites[order.getFirst()].ownEvents().getFirst();

        // When
        Exchange.among(List.of(a, b, c, d));

        // Then
        for (LaneSite site : List.of(a, b, c, d)) {
            assertThat(site.document(KEY)).isEqualTo("{\"visits\":1}");
            assertThat(site.stored(KEY).live().keySet()).allMatch(id -> id.dot().equals(winner.dot()));
        }
    }
}
