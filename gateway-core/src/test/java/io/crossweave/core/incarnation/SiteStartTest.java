package io.crossweave.core.incarnation;

import static io.crossweave.core.scripted.Changes.append;
import static io.crossweave.core.scripted.Changes.note;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.event.CausalItem;
import io.crossweave.core.event.Placeholder;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.incarnation.SiteStart.Witness;
import io.crossweave.core.link.HeldDots;
import io.crossweave.core.link.LifeNews;
import io.crossweave.core.link.LifeNews.Asked;
import io.crossweave.core.link.LifeNews.Phase;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.Dot;
import io.crossweave.core.model.SiteId;
import io.crossweave.core.rows.LifeRows;
import io.crossweave.core.scripted.LaneSite;
import io.crossweave.core.spi.MemoryStore;
import io.crossweave.core.stored.Life;
import io.crossweave.core.stored.ReturnedItem;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SiteStartTest {
    private static final ContextKey KEY = note("c");
    private static final SiteId BB = new SiteId("bb", 1);
    private static final SiteId CC = new SiteId("cc", 1);
    private static final long WAIT_MS = 10_000;

    private final AtomicLong drawn = new AtomicLong(100);
    private MemoryStore disk = new MemoryStore();

    private SiteStart start(Witness witness) {
        var settings = new SiteStart.Settings(
                "aa", new TreeSet<>(Set.of("bb", "cc")), witness, WAIT_MS, drawn::incrementAndGet);
        return new SiteStart(settings, disk, batch -> disk.commit(batch, outcome -> {}), 0);
    }

    /** A site that has served once as the first life of its region. */
    private SiteId served() {
        SiteStart first = start(Witness.NONE);
        answers(first, BB, null);
        answers(first, CC, null);
        assertThat(first.phase()).isEqualTo(Phase.SERVING);
        return first.site();
    }

    private static void answers(SiteStart start, SiteId peer, @Nullable Life seen) {
        var asked = new Asked(start.site(), start.linkEpoch());
        start.heard(peer, 5, new LifeNews(Phase.SERVING, seen, asked, List.of()), 0);
    }

    private static void reports(SiteStart start, String peer, CausalItem... items) {
        String behind = start.ask(peer).orElseThrow().behind();
        start.given(peer, new HeldDots.Page(start.site().incarnation(), behind, "", List.of(items)), 0);
    }

    @Test
    void L15_aStartGoesOnAsItWasWhenAllPeersKnowNoMoreThanItsStore() {
        SiteId site = served();
        long commits = disk.commits();

        SiteStart again = start(Witness.NONE);
        answers(again, BB, new Life(site, 2, commits));
        assertThat(again.phase()).isEqualTo(Phase.ASKING);
        answers(again, CC, null);

        assertThat(again.phase()).isEqualTo(Phase.SERVING);
        assertThat(again.site()).isEqualTo(site);
    }

    @Test
    void L15_anAnswerToAnEarlierQuestionIsNone() {
        SiteId site = served();
        SiteStart again = start(Witness.NONE);

        var before = new Asked(site, again.linkEpoch() - 1);
        again.heard(BB, 5, new LifeNews(Phase.SERVING, null, before, List.of()), 0);
        again.heard(CC, 5, new LifeNews(Phase.SERVING, null, null, List.of()), 0);
        again.proceed(WAIT_MS - 1);

        assertThat(again.phase()).isEqualTo(Phase.ASKING);
        assertThat(again.awaited()).containsExactly("bb", "cc");
    }

    @Test
    void L15_whereNobodyAnswersAWitnessElsewhereIsEnough() {
        SiteId site = served();
        SiteStart alone = start(Witness.AGREES);
        alone.proceed(WAIT_MS - 1);
        assertThat(alone.phase()).isEqualTo(Phase.ASKING);

        alone.proceed(WAIT_MS);

        assertThat(alone.phase()).isEqualTo(Phase.SERVING);
        assertThat(alone.site()).isEqualTo(site);
    }

    @Test
    void L15_whereNobodyAnswersAndThereIsNoWitnessItTakesANewIncarnation() {
        SiteId site = served();
        SiteStart alone = start(Witness.NONE);

        alone.proceed(WAIT_MS);

        assertThat(alone.phase()).isEqualTo(Phase.RECOVERING);
        assertThat(alone.site()).isNotEqualTo(site);
        assertThat(alone.awaited()).containsExactly("bb", "cc");
    }

    @Test
    void L15_theAnswersOfSomeAreEnoughAfterAWhile() {
        SiteId site = served();
        SiteStart again = start(Witness.NONE);
        answers(again, BB, null);

        again.proceed(WAIT_MS);

        assertThat(again.phase()).isEqualTo(Phase.SERVING);
        assertThat(again.site()).isEqualTo(site);
    }

    @Test
    void L15_aLaterCommitThatAPeerKnowsMakesASuccessor() {
        SiteId site = served();
        var later = new Life(site, 2, disk.commits() + 1);

        SiteStart again = start(Witness.AGREES);
        answers(again, BB, later);
        assertThat(again.phase()).isEqualTo(Phase.ASKING);
        answers(again, CC, null);

        assertThat(again.phase()).isEqualTo(Phase.RECOVERING);
        assertThat(again.site()).isNotEqualTo(site);
        assertThat(Life.generationOf(again.linkEpoch())).isEqualTo(1);
    }

    @Test
    void L15_theCommitsOfAStartThatOnlyAsksDoNotCount() {
        SiteId site = served();
        var later = new Life(site, 2, disk.commits() + 1);
        start(Witness.NONE);
        start(Witness.NONE);

        SiteStart third = start(Witness.NONE);
        answers(third, BB, later);
        answers(third, CC, null);

        assertThat(third.phase()).isEqualTo(Phase.RECOVERING);
    }

    @Test
    void L15_whatAWitnessKnewIsRememberedByTheNextStart() {
        served();
        start(Witness.KNOWS_MORE);

        SiteStart next = start(Witness.AGREES);
        answers(next, BB, null);
        answers(next, CC, null);

        assertThat(next.phase()).isEqualTo(Phase.RECOVERING);
    }

    @Test
    void L15_aSuccessorTakesTheFullestFormOfEachDotAndTheMissingOnesAreEmpty() {
        var lost = new LaneSite("aa", Set.of("bb", "cc"), KEY);
        StampedEvent first = lost.publishes(append(KEY, "e1"));
        lost.publishes(append(KEY, "e2"));
        StampedEvent third = lost.publishes(append(KEY, "e3"));
        SiteStart successor = start(Witness.NONE);
        answers(successor, BB, new Life(lost.id, 3, 9));
        answers(successor, CC, null);

        reports(successor, "bb", first.placeholder(), third);
        assertThat(successor.phase()).isEqualTo(Phase.RECOVERING);
        successor.given("cc", new HeldDots.Page(1, "", "", List.of()), 0);
        assertThat(successor.phase()).isEqualTo(Phase.RECOVERING);
        reports(successor, "cc", first);

        assertThat(successor.phase()).isEqualTo(Phase.SERVING);
        assertThat(successor.declaredEmpty()).isEqualTo(1);
        assertThat(returned(first.dot()).item()).isEqualTo(first);
        assertThat(returned(first.dot()).holders()).containsExactly("bb", "cc");
        assertThat(returned(new Dot(lost.id, 2)).item()).isInstanceOf(Placeholder.class);
        assertThat(returned(third.dot()).item()).isEqualTo(third);
    }

    private ReturnedItem returned(Dot dot) {
        return requireNonNull(new LifeRows(disk).returned(KEY, dot));
    }

    @Test
    void L15_aSuccessorThatDiesGoesOnWhereItWas() {
        SiteStart successor = start(Witness.NONE);
        answers(successor, BB, new Life(new SiteId("aa", 1), 3, 9));
        answers(successor, CC, null);
        reports(successor, "bb");
        disk = disk.crashed();

        SiteStart next = start(Witness.NONE);

        assertThat(next.site()).isEqualTo(successor.site());
        assertThat(next.linkEpoch()).isGreaterThan(successor.linkEpoch());
        assertThat(next.awaited()).containsExactly("cc");
        reports(next, "cc");
        assertThat(next.phase()).isEqualTo(Phase.SERVING);
    }
}
