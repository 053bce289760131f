package io.crossweave.core.context;

import static io.crossweave.core.scripted.Changes.append;
import static io.crossweave.core.scripted.Changes.beside;
import static io.crossweave.core.scripted.Changes.note;
import static io.crossweave.core.scripted.Changes.set;
import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.event.Placeholder;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.ContextType;
import io.crossweave.core.model.Dot;
import io.crossweave.core.model.Hlc;
import io.crossweave.core.rows.ContextRows;
import io.crossweave.core.scripted.Changes;
import io.crossweave.core.scripted.LaneSite;
import io.crossweave.core.stored.QuarantineRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Site {@code cc} does not know the context type {@code note} before it is configured at a restart. */
class QuarantineTest {
    private static final ContextKey KEY = note("c");
    private static final ContextKey OTHER = beside(KEY);
    private static final Set<String> REGIONS = Set.of("aa", "bb", "cc");

    private final LaneSite a = new LaneSite("aa", REGIONS, KEY);
    private final LaneSite b = new LaneSite("bb", REGIONS, KEY);
    private LaneSite c = new LaneSite("cc", REGIONS, KEY);

    @BeforeEach
    void theTypeIsUnknown() {
        c.restartWith(Changes.MEMO);
    }

    private void keep(int items, long bytes) {
        c = new LaneSite("cc", REGIONS, KEY, InboxBounds.DEFAULT, new QuarantineBounds(items, bytes));
        c.restartWith(Changes.MEMO);
    }

    private void configured() {
        c.restartWith(Changes.MEMO, Changes.NOTE);
    }

    private List<StampedEvent> published(ContextKey key, int count) {
        var events = new ArrayList<StampedEvent>();
        for (int i = 1; i <= count; i++) {
            events.add(a.publishes(append(key, key.id() + i)));
        }
        return events;
    }

    private List<QuarantineRecord> kept(ContextKey key) {
        return new ContextRows(c.store()).quarantined(key, Long.MAX_VALUE);
    }

    private long confirmed() {
        return c.lane().received("aa", Changes.NOTE.tier()).cumulative();
    }

    @Test
    void L5_whatCouldNotBeAppliedIsAppliedOnceItsTypeIsConfigured() {
        published(KEY, 3).forEach(event -> c.arrive(a.id, event));
        assertThat(kept(KEY)).hasSize(3);
        assertThat(confirmed()).isEqualTo(3);

        configured();
        c.tick();

        assertThat(c.document(KEY)).isEqualTo("{\"log\":[\"c1\",\"c2\",\"c3\"]}");
        assertThat(kept(KEY)).isEmpty();
        c.restart();
        c.tick();
        assertThat(c.stored(KEY).vector().get(a.id)).isEqualTo(3);
    }

    @Test
    void L5_aStartWithoutTheTypeKeepsEverything() {
        published(KEY, 3).forEach(event -> c.arrive(a.id, event));

        c.restartWith(Changes.MEMO);
        c.tick();
        assertThat(kept(KEY)).hasSize(3);
        configured();
        c.tick();

        assertThat(c.stored(KEY).vector().get(a.id)).isEqualTo(3);
    }

    @Test
    void L5_whatWasWrittenUnderANewerVersionOfTheRulesWaitsUntilTheyAreHere() {
        var newer = new ContextType(KEY.type(), 2, Changes.NOTE.tier(), Changes.NOTE.merges(), Changes.NOTE.classes());
        c.restartWith(Changes.NOTE);
        c.arrive(a.id, a.publishes(append(KEY, "old")));
        a.restartWith(newer);
        c.arrive(a.id, a.publishes(append(KEY, "new")));

        c.tick();
        assertThat(kept(KEY))
                .singleElement()
                .satisfies(record -> assertThat(record.reason()).contains("version 2 of context type 'note'"));
        assertThat(c.document(KEY)).isEqualTo("{\"log\":[\"old\"]}");
        c.restartWith(Changes.NOTE);
        c.tick();
        assertThat(kept(KEY)).hasSize(1);
        c.restartWith(newer);
        c.tick();

        assertThat(kept(KEY)).isEmpty();
        assertThat(c.document(KEY)).isEqualTo("{\"log\":[\"old\",\"new\"]}");
    }

    @Test
    void L1_whatIsTakenOutStillWaitsForWhatItDependsOn() {
        StampedEvent cause = a.publishes(append(KEY, "cause"));
        b.arrive(a.id, cause);
        StampedEvent effect = b.publishes(append(KEY, "effect"));
        c.arrive(b.id, effect);

        configured();
        c.tick();
        assertThat(c.document(KEY)).isEqualTo("absent");
        assertThat(c.lane().waiting()).isEqualTo(1);
        assertThat(kept(KEY)).isEmpty();
        c.arrive(a.id, cause);

        assertThat(c.document(KEY)).isEqualTo("{\"log\":[\"cause\",\"effect\"]}");
    }

    @Test
    void L8_aSiteThatLearnsOfAContextLateTellsTheOriginsThatItHearsOf() {
        StampedEvent cause = a.publishes(append(KEY, "cause"));
        b.arrive(a.id, cause);
        c.arrive(b.id, b.publishes(append(KEY, "effect")));

        configured();
        c.tick();

        assertThat(c.stored(KEY).sharersNow()).containsExactly("aa", "bb", "cc");
        assertThat(c.logged()).isNotEmpty();
    }

    @Test
    void L13_aFullQuarantineLeavesTheNumberOpenAndDelaysNoOtherContext() {
        keep(2, Limits.QUARANTINE_BYTES_MAX);
        List<StampedEvent> events = published(KEY, 4);

        events.forEach(event -> c.arrive(a.id, event));

        assertThat(kept(KEY)).hasSize(2);
        assertThat(confirmed()).isEqualTo(2);
        assertThat(c.alarms()).contains("quarantine full");
        assertThat(c.followed(AfterCommit.Settled.class)).hasSize(4);
        assertThat(c.followed(AfterCommit.TurnedAway.class))
                .extracting(AfterCommit.TurnedAway::number)
                .containsExactly(3L, 4L);
        configured();
        c.tick();
        c.arrive(a.id, 1, 4, events.get(3));
        c.arrive(a.id, 1, 3, events.get(2));
        assertThat(c.stored(KEY).vector().get(a.id)).isEqualTo(4);
        assertThat(confirmed()).isEqualTo(4);
    }

    @Test
    void L13_theQuarantineIsBoundedInBytesButLetsOneLargeItemIn() {
        keep(100, 2_000);
        StampedEvent large = a.publishes(set(KEY, "e1", "/x", "x".repeat(5_000)));
        StampedEvent behind = a.publishes(append(OTHER, "o1"));

        c.arrive(a.id, large);
        c.arrive(a.id, behind);

        assertThat(kept(KEY)).hasSize(1);
        assertThat(kept(OTHER)).isEmpty();
        c.restartWith(Changes.MEMO);
        c.arrive(a.id, behind);
        assertThat(kept(OTHER)).as("the bound holds after a restart as well").isEmpty();
    }

    @Test
    void whatComesAgainIsKeptOnceAndTheLongerRunStays() {
        keep(2, Limits.QUARANTINE_BYTES_MAX);
        var longer = new Placeholder(KEY, new Dot(a.id, 1), 5, List.of(), Hlc.ZERO);
        var shorter = new Placeholder(KEY, new Dot(a.id, 1), 3, List.of(), Hlc.ZERO);

        c.arrive(a.id, shorter);
        c.arrive(a.id, longer);
        c.arrive(a.id, shorter);

        assertThat(kept(KEY)).extracting(QuarantineRecord::item).containsExactly(longer);
        assertThat(c.alarms()).containsOnly("quarantined");
        configured();
        c.tick();
        assertThat(c.stored(KEY).vector().get(a.id)).isEqualTo(5);
    }

    @Test
    void L13_whatFindsNoRoomInTheInboxStaysAndIsTriedAgain() {
        c = new LaneSite("cc", REGIONS, KEY, new InboxBounds(0, 0), QuarantineBounds.DEFAULT);
        c.restartWith(Changes.MEMO);
        StampedEvent cause = b.publishes(append(KEY, "cause"));
        a.arrive(b.id, cause);
        published(KEY, 2).forEach(event -> c.arrive(a.id, event));
        published(OTHER, 1).forEach(event -> c.arrive(a.id, event));

        configured();
        c.tick();
        assertThat(kept(KEY)).hasSize(2);
        assertThat(c.stored(OTHER).vector().get(a.id)).isEqualTo(1);
        c.arrive(b.id, cause);
        c.tick();
        assertThat(kept(KEY)).hasSize(2);
        c.nowMs += Limits.QUARANTINE_RETRY_MS;
        c.tick();

        assertThat(c.stored(KEY).vector().get(a.id)).isEqualTo(2);
        assertThat(kept(KEY)).isEmpty();
    }

    @Test
    void L13_withoutAnInboxWhatIsKeptOfSeveralOriginsIsAppliedInTheOrderOfItsCauses() {
        c = new LaneSite("cc", REGIONS, KEY, new InboxBounds(0, 0), QuarantineBounds.DEFAULT);
        c.restartWith(Changes.MEMO);
        StampedEvent cause = b.publishes(append(KEY, "cause"));
        a.arrive(b.id, cause);
        c.arrive(a.id, a.publishes(append(KEY, "effect")));
        c.arrive(b.id, cause);

        configured();
        c.tick();
        c.tick();

        assertThat(c.document(KEY)).isEqualTo("{\"log\":[\"cause\",\"effect\"]}");
        assertThat(kept(KEY)).isEmpty();
    }

    @Test
    void aLargeQuarantineIsTriedAgainPieceByPiece() {
        for (int i = 1; i <= 8; i++) {
            c.arrive(a.id, a.publishes(set(KEY, "e" + i, "/x", String.valueOf(i).repeat(1 << 20))));
        }
        published(OTHER, 1).forEach(event -> c.arrive(a.id, event));

        configured();
        c.tick();
        assertThat(kept(KEY)).isNotEmpty().hasSizeLessThan(8);
        c.tick();
        c.tick();
        c.tick();

        assertThat(kept(KEY)).isEmpty();
        assertThat(c.stored(KEY).vector().get(a.id)).isEqualTo(8);
        assertThat(c.stored(OTHER).vector().get(a.id)).isEqualTo(1);
    }
}
