package io.crossweave.core.context;

import static io.crossweave.core.scripted.Changes.append;
import static io.crossweave.core.scripted.Changes.beside;
import static io.crossweave.core.scripted.Changes.note;
import static io.crossweave.core.scripted.Changes.set;
import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.causality.VersionVector;
import io.crossweave.core.event.LaneItem;
import io.crossweave.core.event.Placeholder;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.Dot;
import io.crossweave.core.model.Hlc;
import io.crossweave.core.scripted.Changes;
import io.crossweave.core.scripted.LaneSite;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WaitingItemTest {
    private static final ContextKey KEY = note("c");
    private static final ContextKey OTHER = beside(KEY);
    private static final Set<String> REGIONS = Set.of("aa", "bb", "cc");

    private final LaneSite a = new LaneSite("aa", REGIONS, KEY);
    private final LaneSite b = new LaneSite("bb", REGIONS, KEY);
    private final LaneSite c = new LaneSite("cc", REGIONS, KEY);

    private static LaneSite small(int eventsMax) {
        return new LaneSite("cc", REGIONS, KEY, new InboxBounds(eventsMax, 1 << 20));
    }

    private List<StampedEvent> published(int count) {
        var events = new ArrayList<StampedEvent>();
        for (int i = 1; i <= count; i++) {
            events.add(a.publishes(append(KEY, "e" + i)));
        }
        return events;
    }

    private static long cumulative(LaneSite site) {
        return site.lane().received("aa", Changes.NOTE.tier()).cumulative();
    }

    @Test
    void L1_anEventWaitsForTheOneBeforeItAndIsAppliedOnce() {
        List<StampedEvent> events = published(2);

        c.arrive(a.id, events.get(1));
        assertThat(c.document(KEY)).isEqualTo("absent");
        c.arrive(a.id, events.get(0));
        c.arrive(a.id, events.get(1));
        c.arrive(a.id, events.get(0));

        assertThat(c.document(KEY)).isEqualTo("{\"log\":[\"e1\",\"e2\"]}");
        assertThat(c.lane().waiting()).isZero();
    }

    @Test
    void L1_anEventWaitsForAllThatItDependsOn() {
        StampedEvent cause = a.publishes(append(KEY, "cause"));
        b.arrive(a.id, cause);
        StampedEvent effect = b.publishes(append(KEY, "effect"));

        c.arrive(b.id, effect);
        assertThat(c.document(KEY)).isEqualTo("absent");
        c.arrive(a.id, cause);

        assertThat(c.shownTexts()).containsExactly("{\"log\":[\"cause\"]}", "{\"log\":[\"cause\",\"effect\"]}");
    }

    @Test
    void L13_whatWaitsIsCommittedSettledAndThereAfterARestart() {
        List<StampedEvent> events = published(3);
        c.arrive(a.id, 1, 2, events.get(1));
        c.arrive(a.id, 1, 3, events.get(2));
        assertThat(c.followed(AfterCommit.Settled.class)).hasSize(2);

        c.restart();
        assertThat(c.lane().waiting()).isEqualTo(2);
        c.arrive(a.id, 1, 1, events.get(0));

        assertThat(c.document(KEY)).isEqualTo("{\"log\":[\"e1\",\"e2\",\"e3\"]}");
        assertThat(cumulative(c)).isEqualTo(3);
        c.restart();
        assertThat(c.lane().waiting()).isZero();
    }

    @Test
    void L13_aThousandEventsWaitForTheOneBehindThem() {
        List<StampedEvent> events = published(1_001);

        events.subList(1, 1_001).forEach(event -> c.arrive(a.id, event));
        assertThat(c.followed(AfterCommit.Settled.class)).hasSize(1_000);
        c.arrive(a.id, events.getFirst());

        assertThat(c.stored(KEY).vector().get(a.id)).isEqualTo(1_001);
        assertThat(c.lane().waiting()).isZero();
        assertThat(c.shown()).hasSize(1_001);
    }

    @Test
    void L13_aContextThatWaitsDelaysNoOther() {
        StampedEvent waits = published(2).get(1);
        StampedEvent other = a.publishes(append(OTHER, "free"));

        c.arrive(a.id, waits, other);

        assertThat(c.document(OTHER)).isEqualTo("{\"log\":[\"free\"]}");
        assertThat(c.document(KEY)).isEqualTo("absent");
    }

    @Test
    void L13_oneContextTakesHalfOfTheInboxAtMost() {
        LaneSite site = small(4);
        List<StampedEvent> events = published(5);
        a.publishes(append(OTHER, "o1"));
        StampedEvent other = a.publishes(append(OTHER, "o2"));

        events.subList(1, 5).forEach(event -> site.arrive(a.id, event));
        site.arrive(a.id, other);

        assertThat(site.lane().waiting()).isEqualTo(3);
        assertThat(site.alarms()).contains("inbox full");
    }

    @Test
    void L13_whatFindsNoRoomIsSettledAndNotConfirmed() {
        LaneSite site = small(0);
        List<StampedEvent> events = published(3);

        site.arrive(a.id, 1, 2, events.get(1));
        site.arrive(a.id, 1, 3, events.get(2));

        assertThat(site.followed(AfterCommit.Settled.class)).hasSize(2);
        assertThat(site.followed(AfterCommit.Received.class)).isEmpty();
        assertThat(site.lane().waiting()).isZero();
    }

    @Test
    void L13_withNoInboxAtAllEverythingArrivesByAskingAgain() {
        LaneSite site = small(0);
        List<StampedEvent> events = published(8);

        for (int round = 0; round < 8; round++) {
            // The worst order: the last number first, each round all that is missing.
            for (int number = 8; number > cumulative(site); number--) {
                site.arrive(a.id, 1, number, events.get(number - 1));
            }
        }

        assertThat(cumulative(site)).isEqualTo(8);
        assertThat(site.stored(KEY).vector().get(a.id)).isEqualTo(8);
    }

    @Test
    void L13_theInboxIsBoundedInBytesButLetsOneLargeEventIn() {
        var site = new LaneSite("cc", REGIONS, KEY, new InboxBounds(100, 2_000));
        a.publishes(append(KEY, "e1"));
        StampedEvent large = a.publishes(set(KEY, "e2", "/x", "x".repeat(5_000)));
        StampedEvent behind = a.publishes(append(KEY, "e3"));

        site.arrive(a.id, large);
        site.arrive(a.id, behind);

        assertThat(site.lane().waiting()).isEqualTo(1);
        assertThat(site.alarms()).contains("inbox full");
    }

    @Test
    void L8_aPlaceholderFillsItsDotsForWhatDependsOnThem() {
        // Given
        List<StampedEvent> withheld = published(3);
        withheld.forEach(event -> b.arrive(a.id, event));
        StampedEvent depends = b.publishes(append(KEY, "b1"));

        // When
        c.arrive(b.id, depends);
        assertThat(c.document(KEY)).isEqualTo("absent");
        c.arrive(a.id, run(1, 3));

        // Then
        assertThat(c.document(KEY)).isEqualTo("{\"log\":[\"b1\"]}");
        assertThat(c.stored(KEY).vector().get(a.id)).isEqualTo(3);
    }

    private Placeholder run(long from, long to) {
        return new Placeholder(KEY, new Dot(a.id, from), to, List.of(), Hlc.ZERO);
    }

    @Test
    void L8_runsThatOverlapFillEachDotOnce() {
        c.arrive(a.id, run(4, 6));
        c.arrive(a.id, run(3, 5));
        c.arrive(a.id, run(6, 9));
        c.arrive(a.id, run(4, 8));
        assertThat(c.stored(KEY).vector()).isEqualTo(VersionVector.EMPTY);

        c.arrive(a.id, run(1, 3));

        assertThat(c.stored(KEY).vector().get(a.id)).isEqualTo(9);
        assertThat(c.lane().waiting()).isZero();
        assertThat(c.shown()).extracting(view -> view.version().get(a.id)).doesNotHaveDuplicates();
        c.restart();
        assertThat(c.lane().waiting()).isZero();
        c.arrive(a.id, run(8, 11));
        assertThat(c.stored(KEY).vector().get(a.id)).isEqualTo(11);
    }

    @Test
    void L9_onlyADotsOriginSaysWhatThisSiteHoldsOfIt() {
        StampedEvent event = published(1).getFirst();

        c.arrive(b.id, event);
        c.arrive(b.id, run(1, 1));

        assertThat(c.stored(KEY).vector()).isEqualTo(VersionVector.EMPTY);
        assertThat(c.stored(KEY).sharersNow()).isEmpty();
        assertThat(c.alarms()).containsOnly("not its origin");
        c.arrive(a.id, event);
        assertThat(c.document(KEY)).isEqualTo("{\"log\":[\"e1\"]}");
    }

    @Test
    void anItemOfATypeThatIsNotConfiguredIsQuarantinedAndSettled() {
        var unknown = new ContextKey("t", "unheard-of", "c");
        var site = new LaneSite("cc", REGIONS, unknown);
        LaneItem item = new Placeholder(unknown, new Dot(a.id, 1), 1, List.of(), Hlc.ZERO);

        site.arrive(a.id, item);

        assertThat(site.alarms()).containsExactly("quarantined");
        assertThat(site.followed(AfterCommit.Settled.class)).hasSize(1);
        assertThat(cumulative(site)).isEqualTo(1);
    }
}
