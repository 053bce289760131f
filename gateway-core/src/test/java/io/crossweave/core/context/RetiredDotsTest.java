package io.crossweave.core.context;

import static io.crossweave.core.scripted.Changes.append;
import static io.crossweave.core.scripted.Changes.note;
import static io.crossweave.core.scripted.Changes.set;
import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.membership.Topology;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.rows.ContextRows;
import io.crossweave.core.scripted.LaneSite;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Dots of a member that has gone are sent by nobody: what depends on them does not wait for them. */
class RetiredDotsTest {
    private static final ContextKey KEY = note("c");
    private static final Set<String> REGIONS = Set.of("aa", "bb", "cc", "rr");

    private final LaneSite a = new LaneSite("aa", REGIONS, KEY);
    private final LaneSite c = new LaneSite("cc", REGIONS, KEY);
    private final LaneSite gone = new LaneSite("rr", REGIONS, KEY);

    private static void retires(LaneSite at) {
        at.members.follow(Topology.mesh(Set.of("aa", "bb", "cc")));
    }

    @Test
    void L1_whatDependsOnTheLastDotOfARetiredMemberThatDidNotArriveIsApplied() {
        StampedEvent last = gone.publishes(append(KEY, "last"));
        a.arrive(gone.id, last);
        StampedEvent built = a.publishes(append(KEY, "built"));

        c.arrive(a.id, built);
        assertThat(c.document(KEY)).isEqualTo("absent");
        retires(c);
        c.tick();

        assertThat(c.document(KEY)).isEqualTo("{\"log\":[\"built\"]}");
        assertThat(c.lane().waiting()).isZero();
    }

    @Test
    void L16_aNewcomerAfterARetirementTellsWhatItHasAppliedAndNeitherLogsNorInboxesGrow() {
        StampedEvent last = gone.publishes(append(KEY, "last"));
        a.arrive(gone.id, last);
        StampedEvent built = a.publishes(append(KEY, "built"));
        var newcomer = new LaneSite("nn", Set.of("aa", "bb", "cc"), KEY);

        newcomer.arrive(a.id, built);
        newcomer.tick();
        assertThat(newcomer.lane().waiting()).isEqualTo(1);
        newcomer.nowMs += Limits.STRANGER_MS;
        newcomer.tick();

        assertThat(newcomer.lane().waiting()).isZero();
        assertThat(newcomer.followed(AfterCommit.AppliedTo.class))
                .filteredOn(told -> told.originRegion().equals("aa"))
                .extracting(told -> told.mark().cumulative())
                .contains(1L);
        assertThat(newcomer.document(KEY)).isEqualTo("{\"log\":[\"built\"]}");
    }

    @Test
    void L17_whoIsMerelySilentIsWaitedFor() {
        StampedEvent late = gone.publishes(append(KEY, "late"));
        a.arrive(gone.id, late);
        c.arrive(a.id, a.publishes(append(KEY, "built")));

        c.nowMs += 30L * 86_400_000;
        c.tick();
        assertThat(c.document(KEY)).isEqualTo("absent");
        c.arrive(gone.id, late);

        assertThat(c.document(KEY)).isEqualTo("{\"log\":[\"late\",\"built\"]}");
    }

    /** What of the retired member is here and waits for another's dot goes before what depends on it. */
    @Test
    void L1_whatIsHereOfARetiredMemberGoesFirst() {
        var b = new LaneSite("bb", REGIONS, KEY);
        StampedEvent cause = b.publishes(append(KEY, "cause"));
        gone.arrive(b.id, cause);
        StampedEvent last = gone.publishes(append(KEY, "last"));
        a.arrive(b.id, cause);
        a.arrive(gone.id, last);
        StampedEvent built = a.publishes(append(KEY, "built"));
        c.arrive(gone.id, last);
        retires(c);

        c.arrive(a.id, built);
        c.tick();
        assertThat(c.document(KEY)).isEqualTo("absent");
        c.arrive(b.id, cause);

        assertThat(new ContextRows(c.store()).history(KEY, 0, 9))
                .extracting(placed -> placed.item().dot().site().region())
                .containsExactly("bb", "rr", "aa");
    }

    /** Its last event removed what it had written; A, who has that event, replaced the rest. */
    @Test
    void L3_whatWasRemovedOfMissingDotsStaysRemovedShouldTheyComeAfterAll() {
        StampedEvent last = gone.publishes(set(KEY, "last", "/x", "of the retired one"));
        a.arrive(gone.id, last);
        StampedEvent built = a.publishes(set(KEY, "built", "/x", "newer"));
        retires(c);
        c.arrive(a.id, built);

        c.members.follow(Topology.mesh(REGIONS));
        c.arrive(gone.id, last);

        assertThat(c.document(KEY)).isEqualTo(a.document(KEY));
        assertThat(c.stored(KEY).live().keySet()).isEqualTo(a.stored(KEY).live().keySet());
    }

    @Test
    void tokensCountDotsOfARetiredMemberAsReached() {
        StampedEvent last = gone.publishes(append(KEY, "last"));
        a.arrive(gone.id, last);
        a.publishes(append(KEY, "built"));
        var version = a.stored(KEY).vector();

        assertThat(c.members.reachable(version)).isEqualTo(version);
        retires(c);

        assertThat(c.members.reachable(version).dots())
                .extracting(dot -> dot.site())
                .isEqualTo(List.of(a.id));
    }
}
