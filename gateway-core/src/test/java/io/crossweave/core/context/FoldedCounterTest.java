package io.crossweave.core.context;

import static io.crossweave.core.scripted.Changes.delete;
import static io.crossweave.core.scripted.Changes.increment;
import static io.crossweave.core.scripted.Changes.note;
import static io.crossweave.core.scripted.Changes.remove;
import static io.crossweave.core.scripted.Changes.set;
import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.event.EntryKind;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.scripted.Changes;
import io.crossweave.core.scripted.Exchange;
import io.crossweave.core.scripted.LaneSite;
import io.crossweave.core.state.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Old increments of a counter become their sum (L2, L16). */
class FoldedCounterTest {
    private static final ContextKey KEY = note("c");
    private static final Set<String> REGIONS = Set.of("aa", "bb", "cc");
    private static final int MANY = 2 * Limits.FOLD_SOURCES_MIN;

    private final LaneSite a = new LaneSite("aa", REGIONS, KEY);
    private final LaneSite b = new LaneSite("bb", REGIONS, KEY);
    private final LaneSite c = new LaneSite("cc", REGIONS, KEY);
    private final List<LaneSite> sites = List.of(a, b, c);
    private long nowMs = 1_000_000;
    private int written;

    private void later() {
        nowMs += 1_000;
        sites.forEach(site -> site.nowMs = nowMs);
    }

    private List<StampedEvent> counts(LaneSite site, int times) {
        var events = new ArrayList<StampedEvent>();
        for (int i = 0; i < times; i++) {
            events.add(site.publishes(increment(KEY, "i" + ++written)));
            later();
        }
        return events;
    }

    /** All have applied what the site has sent, and it has heard all that was committed up to now. */
    private void folds(LaneSite site) {
        later();
        List<Long> positions = site.logged().stream().map(row -> row.position()).toList();
        site.trim(Changes.NOTE.tier(), positions.getLast());
        site.tidy(KEY, new Horizon(nowMs, nowMs));
    }

    private void settlesOn(String document) {
        Exchange.among(sites);
        for (LaneSite site : sites) {
            assertThat(site.document(KEY)).as("%s", site.id).isEqualTo(document);
            assertThat(site.stored(KEY).live())
                    .as("%s", site.id)
                    .isEqualTo(a.stored(KEY).live());
        }
        LaneSite fresh = new LaneSite("ee", REGIONS, KEY);
        var all = new ArrayList<LaneSite>(sites);
        all.add(fresh);
        Exchange.among(all.reversed());
        assertThat(fresh.document(KEY)).as("in another order").isEqualTo(document);
        assertThat(fresh.stored(KEY).live()).isEqualTo(a.stored(KEY).live());
    }

    private static List<Entry> counted(LaneSite site) {
        return site.stored(KEY).live().values().stream()
                .filter(entry -> entry.kind() == EntryKind.INCREMENT)
                .toList();
    }

    @Test
    void L16_manyOldIncrementsBecomeOneThatIsAsOldAsTheNewestOfThem() {
        List<StampedEvent> events = counts(a, MANY);
        Exchange.among(sites);

        folds(a);

        settlesOn("{\"visits\":" + MANY + "}");
        assertThat(counted(c))
                .singleElement()
                .satisfies(sum ->
                        assertThat(sum.hlc()).isEqualTo(events.getLast().stamp().hlc()));
    }

    @Test
    void L16_whatNotAllHaveAppliedIsNotFolded() {
        counts(a, MANY);
        Exchange.among(sites);

        a.tidy(KEY, new Horizon(nowMs, nowMs));

        assertThat(counted(a)).hasSize(MANY);
    }

    @Test
    void L16_nothingIsFoldedWhileSomethingOlderMayBeOnItsWay() {
        List<StampedEvent> events = counts(a, MANY);
        Exchange.among(sites);
        a.trim(Changes.NOTE.tier(), MANY);

        a.tidy(KEY, Horizon.UNKNOWN);
        a.tidy(KEY, new Horizon(events.getFirst().stamp().hlc().millis(), nowMs));

        assertThat(counted(a)).hasSize(MANY);
    }

    @Test
    void L16_aDeleteThatHasNotSeenTheSumLeavesNothingOfIt() {
        counts(a, MANY);
        Exchange.among(sites);
        StampedEvent deleted = b.publishes(delete(KEY, "gone"));
        assertThat(deleted.removals()).hasSize(MANY + 1);

        folds(a);
        // It comes before anything shows that the sum is to go.
        c.arrive(a.id, a.ownEvents().getLast());
        c.arrive(b.id, deleted);

        assertThat(c.document(KEY)).isEqualTo("absent");
        settlesOn("absent");
        assertThat(a.stored(KEY).live()).isEmpty();
    }

    @Test
    void L16_whoRemovesTheFieldWithoutHavingSeenTheSumHasRemovedIt() {
        b.publish(set(KEY, "x", "/x", "kept"));
        Exchange.among(sites);
        counts(a, MANY);
        Exchange.among(sites);
        b.publish(remove(KEY, "removed", "/visits"));
        b.publish(increment(KEY, "again"));

        folds(a);

        settlesOn("{\"visits\":1,\"x\":\"kept\"}");
    }

    @Test
    void L16_aRemovalThatKnewOnlyAPartTakesOutThatPart() {
        b.publish(set(KEY, "x", "/x", "kept"));
        Exchange.among(sites);
        counts(a, 5);
        Exchange.among(sites);
        StampedEvent removed = b.publishes(remove(KEY, "removed", "/visits"));
        assertThat(removed.removals()).hasSize(5);
        b.forgetFollowed();
        counts(a, MANY);
        Exchange.among(List.of(a, b, c));
        folds(a);
        assertThat(a.document(KEY)).isEqualTo("{\"visits\":" + (MANY + 5) + ",\"x\":\"kept\"}");

        a.arrive(b.id, removed);
        c.arrive(b.id, removed);

        Exchange.among(sites);
        assertThat(a.document(KEY)).isEqualTo("{\"visits\":" + MANY + ",\"x\":\"kept\"}");
        assertThat(c.stored(KEY).live()).isEqualTo(a.stored(KEY).live());
        assertThat(b.stored(KEY).live()).isEqualTo(a.stored(KEY).live());
    }

    @Test
    void L16_twoThatRemoveTheSameAreTakenOutOnce() {
        counts(a, MANY);
        Exchange.among(sites);
        b.publish(remove(KEY, "by b", "/visits"));
        c.publish(remove(KEY, "by c", "/visits"));
        c.publish(increment(KEY, "again"));

        folds(a);

        settlesOn("{\"visits\":1}");
    }

    @Test
    void L16_whoRemovedTheSumHasRemovedWhatIsLeftOfIt() {
        counts(a, MANY);
        Exchange.among(sites);
        StampedEvent part = onlyTheFirst(b);
        folds(a);
        c.arrive(a.id, a.ownEvents().getLast());
        c.publish(remove(KEY, "all", "/visits"));

        a.arrive(b.id, part);
        assertThat(a.document(KEY)).isEqualTo("{\"visits\":" + (MANY - 1) + "}");

        Exchange.among(List.of(a, c));
        assertThat(a.document(KEY)).isEqualTo("{}");
        assertThat(counted(a)).isEmpty();
    }

    /** An event of a site that removes one increment and leaves the others. */
    private StampedEvent onlyTheFirst(LaneSite site) {
        StampedEvent all = site.publishes(remove(KEY, "part", "/visits"));
        site.forgetFollowed();
        return new StampedEvent(
                all.key(),
                all.stamp(),
                all.type(),
                all.additions(),
                all.removals().subList(0, 1),
                all.hidden(),
                all.labels(),
                all.provenance(),
                all.bodyHash(),
                all.lifetime(),
                all.ruleVersion());
    }

    @Test
    void L16_aSumThatAllKnowIsFoldedAgain() {
        counts(a, MANY);
        Exchange.among(sites);
        folds(a);
        Exchange.among(sites);
        counts(a, MANY);
        Exchange.among(sites);

        folds(a);
        assertThat(counted(a))
                .as("something may come that knows nothing of the first sum")
                .hasSize(MANY + 1);
        folds(a);
        folds(a);

        settlesOn("{\"visits\":" + 2 * MANY + "}");
        assertThat(counted(b)).hasSize(1);
    }

    @Test
    void L16_aStartKnowsWhatIsInASum() {
        counts(a, MANY);
        Exchange.among(sites);
        StampedEvent removed = b.publishes(remove(KEY, "removed", "/visits"));
        folds(a);
        List<StampedEvent> before = a.ownEvents();

        a.restart();
        a.arrive(b.id, removed);

        assertThat(a.document(KEY)).isEqualTo("{}");
        assertThat(a.ownEvents()).singleElement().satisfies(event -> {
            assertThat(event.removals()).hasSize(1);
            assertThat(event.removals().getFirst().dot())
                    .isEqualTo(before.getLast().dot());
        });
    }
}
