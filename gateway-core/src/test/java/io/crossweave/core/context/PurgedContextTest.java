package io.crossweave.core.context;

import static io.crossweave.core.scripted.Changes.append;
import static io.crossweave.core.scripted.Changes.living;
import static io.crossweave.core.scripted.Changes.note;
import static io.crossweave.core.scripted.Changes.set;
import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.Hlc;
import io.crossweave.core.scripted.Exchange;
import io.crossweave.core.scripted.LaneSite;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What has expired leaves all stores, by an event, once nothing older can come (L16). */
class PurgedContextTest {
    private static final ContextKey KEY = note("c");
    private static final Set<String> REGIONS = Set.of("aa", "bb", "cc");
    private static final int TTL_S = 60;

    private final LaneSite a = new LaneSite("aa", REGIONS, KEY);
    private final LaneSite b = new LaneSite("bb", REGIONS, KEY);
    private final LaneSite c = new LaneSite("cc", REGIONS, KEY);
    private final List<LaneSite> sites = List.of(a, b, c);
    private final long beginMs = a.nowMs;
    private final long instantMs = beginMs + TTL_S * 1_000;

    private void clocks(long nowMs) {
        sites.forEach(site -> site.nowMs = nowMs);
    }

    /** A document everywhere, from two sites. */
    private void everywhere() {
        a.publish(living(append(KEY, "m1"), TTL_S));
        Exchange.among(sites);
        b.publish(set(KEY, "x", "/x", "v"));
        Exchange.among(sites);
    }

    /** Looks what is to go, where all that was committed up to then is here. */
    private static void looks(LaneSite site, long completeMs) {
        site.tidy(KEY, new Horizon(completeMs, completeMs));
    }

    @Test
    void L16_whatHasExpiredLeavesEveryStoreByOneEvent() {
        everywhere();
        clocks(instantMs + 5_000);

        sites.forEach(site -> looks(site, instantMs + 1));
        Exchange.among(sites);
        sites.forEach(site -> looks(site, instantMs + 6_000));
        Exchange.among(sites);

        for (LaneSite site : sites) {
            assertThat(site.stored(KEY).live()).as("%s", site.id).isEmpty();
            assertThat(site.stored(KEY).deleteStamp())
                    .satisfies(stamp -> assertThat(stamp.hlc()).isEqualTo(Hlc.ofMillis(instantMs)));
            assertThat(site.ownEvents()).filteredOn(StampedEvent::deletes).hasSize(site == a ? 1 : 0);
        }
        a.restart();
        looks(a, instantMs + 7_000);
        assertThat(a.ownEvents()).isEmpty();
    }

    @Test
    void L16_nothingGoesWhileAPeerMayHaveLetItLiveLonger() {
        everywhere();
        clocks(beginMs + 50_000);
        StampedEvent longer = c.publishes(living(append(KEY, "m2"), TTL_S));
        clocks(instantMs + 5_000);

        looks(a, instantMs);
        a.tidy(KEY, Horizon.UNKNOWN);
        assertThat(a.ownEvents()).hasSize(1);
        a.arrive(c.id, longer);
        looks(a, instantMs + 4_000);

        assertThat(a.ownEvents()).hasSize(1);
        assertThat(a.stored(KEY).documentAt(a.nowMs)).isNotNull();
    }

    @Test
    void L16_nothingGoesWhileSomethingOfTheContextWaits() {
        everywhere();
        clocks(beginMs + 50_000);
        StampedEvent before = c.publishes(append(KEY, "m2"));
        StampedEvent longer = c.publishes(living(append(KEY, "m3"), TTL_S));
        clocks(instantMs + 5_000);
        a.arrive(c.id, longer);

        looks(a, instantMs + 1);

        assertThat(a.ownEvents()).hasSize(1);
        a.arrive(c.id, before);
        assertThat(a.stored(KEY).documentAt(a.nowMs)).isNotNull();
    }

    @Test
    void L16_whoCreatesItAnewLosesNothingToThePurge() {
        everywhere();
        clocks(instantMs + 5_000);

        c.publish(append(KEY, "new"));
        looks(a, instantMs + 1);
        Exchange.among(sites);

        for (LaneSite site : sites) {
            assertThat(site.stored(KEY).documentAt(site.nowMs))
                    .as("%s", site.id)
                    .isNotNull();
            assertThat(site.document(KEY)).isEqualTo("{\"log\":[\"new\"]}");
        }
    }

    @Test
    void L16_whatComesLateShowsNothingAnyMore() {
        everywhere();
        StampedEvent late = c.publishes(append(KEY, "late"));
        clocks(instantMs + 5_000);
        looks(a, instantMs + 1);
        b.arrive(a.id, a.ownEvents().getLast());

        b.arrive(c.id, late);
        a.arrive(c.id, late);
        assertThat(b.document(KEY)).isEqualTo("absent");
        assertThat(a.document(KEY)).isEqualTo("absent");
        a.publish(append(KEY, "new"));
        Exchange.among(sites);

        for (LaneSite site : sites) {
            assertThat(site.document(KEY)).as("%s", site.id).isEqualTo("{\"log\":[\"new\"]}");
        }
    }

    @Test
    void L16_theNextSiteWaitsForItsTurn() {
        everywhere();
        clocks(instantMs + 3 * Limits.PURGE_TURN_MS);

        looks(b, instantMs + Limits.PURGE_TURN_MS);
        assertThat(b.ownEvents()).hasSize(1);
        looks(b, instantMs + Limits.PURGE_TURN_MS + 1);
        looks(a, instantMs + 1);
        Exchange.among(sites);

        assertThat(b.ownEvents()).hasSize(2);
        for (LaneSite site : sites) {
            assertThat(site.stored(KEY).live()).as("%s", site.id).isEmpty();
        }
    }

    @Test
    void L16_whatOnlyItsOriginKnowsGoesByItsOrigin() {
        everywhere();
        StampedEvent own = b.publishes(set(KEY, "own", "/own", "withheld from aa"));
        a.arrive(b.id, own.placeholder());
        c.arrive(b.id, own);
        clocks(instantMs + 5_000);
        looks(a, instantMs + 1);
        StampedEvent purge = a.ownEvents().getLast();
        assertThat(purge.removals()).hasSize(3);
        b.arrive(a.id, purge);
        c.arrive(a.id, purge);
        assertThat(b.document(KEY)).isEqualTo("absent");
        assertThat(b.stored(KEY).live()).hasSize(1);

        looks(c, instantMs + 5_000);
        assertThat(c.ownEvents()).as("it is not its own").isEmpty();
        looks(b, instantMs + 5_000);
        c.arrive(b.id, b.ownEvents().getLast());

        assertThat(b.stored(KEY).live()).isEmpty();
        assertThat(c.stored(KEY).live()).isEmpty();
    }
}
