package io.crossweave.core.context;

import static io.crossweave.core.scripted.Changes.append;
import static io.crossweave.core.scripted.Changes.note;
import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.link.LifeNews;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.Dot;
import io.crossweave.core.model.SiteId;
import io.crossweave.core.rows.LifeRows;
import io.crossweave.core.scripted.LaneSite;
import io.crossweave.core.spi.WriteBatch;
import io.crossweave.core.stored.LogRecord;
import io.crossweave.core.stored.ReturnedItem;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class LostLifeTest {
    private static final ContextKey KEY = note("c");
    private static final SiteId LATER = new SiteId("aa", 99);

    private final LaneSite lost = new LaneSite("aa", Set.of("bb", "cc"), KEY);
    private final LaneSite member = new LaneSite("bb", Set.of("aa", "cc"), KEY);

    @Test
    void L15_aLaneThatHasFencedTakesNothingOfALostLifeAlsoAfterARestart() {
        StampedEvent first = lost.publishes(append(KEY, "e1"));
        StampedEvent second = lost.publishes(append(KEY, "e2"));
        member.arrive(lost.id, first);
        member.step(new LaneInput.Fence(LATER, 1L << 32));

        member.arrive(lost.id, second);
        assertThat(member.stored(KEY).vector().get(lost.id)).isEqualTo(1);
        member.restart();
        member.arrive(lost.id, second);
        assertThat(member.stored(KEY).vector().get(lost.id)).isEqualTo(1);

        // The same dot from the life that owns it now.
        member.arrive(LATER, 1L << 32, 1, second);
        assertThat(member.stored(KEY).vector().get(lost.id)).isEqualTo(2);
    }

    @Test
    void L15_aDotThatWasGivenBackTakesItsPlaceBehindAllThatItDependsOn() {
        StampedEvent first = lost.publishes(append(KEY, "e1"));
        member.arrive(lost.id, first);
        StampedEvent answer = member.publishes(append(KEY, "e2"));
        lost.arrive(member.id, answer);
        StampedEvent third = lost.publishes(append(KEY, "e3"));
        var successor = new LaneSite(LATER, Set.of("bb", "cc"), KEY);
        giveBack(successor, first, third);

        successor.tick();
        assertThat(successor.stored(KEY).vector().get(lost.id)).isEqualTo(1);
        successor.arrive(member.id, answer);
        assertThat(successor.stored(KEY).vector().get(lost.id)).isEqualTo(2);

        assertThat(successor.ownEvents()).containsExactly(first, third);
        assertThat(new LifeRows(successor.store()).returned(KEY, third.dot())).isNull();
        StampedEvent next = successor.publishes(append(KEY, "e4"));
        assertThat(next.dot()).isEqualTo(new Dot(LATER, 1));
        assertThat(successor.logged().getLast().record())
                .isInstanceOfSatisfying(
                        LogRecord.OwnEvent.class,
                        own -> assertThat(own.counter()).isEqualTo(3));
    }

    @Test
    void L15_whatIsAskedForOfALostLifeAndNobodyGaveBackIsEmpty() {
        StampedEvent first = lost.publishes(append(KEY, "e1"));
        var successor = new LaneSite(LATER, Set.of("bb", "cc"), KEY);
        giveBack(successor, first);
        successor.tick();

        successor.step(new LaneInput.Settle(KEY, new Dot(lost.id, 3)));
        successor.tick();
        assertThat(successor.stored(KEY).vector().get(lost.id)).isEqualTo(3);

        successor.step(new LaneInput.Settle(KEY, new Dot(LATER, 3)));
        successor.tick();
        assertThat(successor.stored(KEY).vector().get(LATER)).isZero();
    }

    @Test
    void L15_aPeerIsToldWhichDotsOfItsLostLifeAreNeeded() {
        StampedEvent first = lost.publishes(append(KEY, "e1"));
        var third = new LaneSite("cc", Set.of("aa", "bb"), KEY);
        third.arrive(lost.id, first);
        StampedEvent answer = third.publishes(append(KEY, "e2"));
        member.arrive(third.id, answer);
        member.step(new LaneInput.Fence(LATER, 1L << 32));

        member.tick();

        assertThat(member.followed(AfterCommit.Needs.class)).singleElement().satisfies(told -> {
            assertThat(told.region()).isEqualTo("aa");
            assertThat(told.needs()).containsExactly(new LifeNews.Need(KEY, first.dot()));
        });
    }

    @Test
    void L15_whatWasGivenBackMayWaitForADotOfAnotherLostLife() {
        var other = new LaneSite("cc", Set.of("aa", "bb"), KEY);
        StampedEvent needed = other.publishes(append(KEY, "e1"));
        lost.arrive(other.id, needed);
        StampedEvent waits = lost.publishes(append(KEY, "e2"));
        var successor = new LaneSite(LATER, Set.of("bb", "cc"), KEY);
        successor.step(new LaneInput.Fence(new SiteId("cc", 99), 1L << 32));
        giveBack(successor, waits);

        successor.tick();

        assertThat(successor.followed(AfterCommit.Needs.class)).singleElement().satisfies(told -> {
            assertThat(told.region()).isEqualTo("cc");
            assertThat(told.needs()).containsExactly(new LifeNews.Need(KEY, needed.dot()));
        });
    }

    private static void giveBack(LaneSite successor, StampedEvent... events) {
        var rows = new LifeRows(successor.store());
        var batch = new WriteBatch();
        for (StampedEvent event : events) {
            rows.putReturned(batch, new ReturnedItem(event, new TreeSet<>(Set.of("cc"))));
        }
        successor.store().commit(batch, outcome -> {});
    }
}
