package io.crossweave.core.publish;

import static io.crossweave.core.publish.Ops.add;
import static io.crossweave.core.publish.Orders.everywhereAt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossweave.core.event.Expiry;
import io.crossweave.core.event.Lifetime;
import io.crossweave.core.event.Payload;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.model.ContextType;
import io.crossweave.core.model.Hlc;
import io.crossweave.core.model.Tier;
import io.crossweave.core.state.ContextState;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Time to live: when a context expires, and who may still see it (L16). */
final class ExpiryTest {
    private final Replica a = new Replica("a");
    private final Replica b = new Replica("b");
    private final Replica c = new Replica("c");

    // ---- when ------------------------------------------------------------------------------------------------------

    @Test
    void L16_aContextExpiresItsTimeToLiveAfterTheEventsClock() {
        StampedEvent put = a.putFor(10, 1_000, "{'x':1}");

        assertThat(put.lifetime()).isEqualTo(new Lifetime(11_000, Lifetime.UNTOLD));
        assertThat(put.stamp().hlc().millis()).isEqualTo(1_000);
        assertThat(a.documentAt(10_999)).isEqualTo("{\"x\":1}");
        assertThat(a.documentAt(11_000)).isEqualTo(Replica.NOTHING);
        assertThat(a.documentAt(Long.MAX_VALUE - 1)).isEqualTo(Replica.NOTHING);
    }

    @Test
    void aContextOfWhichNothingWasSaidStays() {
        StampedEvent put = a.put(1_000, "{'x':1}");

        assertThat(put.lifetime()).isEqualTo(Lifetime.UNCHANGED);
        assertThat(a.state.expiry()).isNull();
        assertThat(a.documentAt(Long.MAX_VALUE - 1)).isEqualTo("{\"x\":1}");
    }

    @Test
    void L16_anEventThatDoesNotSayLeavesTheExpiryAsItIs() {
        a.putFor(10, 1_000, "{'x':1}");

        StampedEvent write = a.delta(9_000, add("/y", "2"));

        assertThat(write.lifetime()).isEqualTo(Lifetime.UNCHANGED);
        assertThat(a.documentAt(10_999)).isEqualTo("{\"x\":1,\"y\":2}");
        assertThat(a.documentAt(11_000)).isEqualTo(Replica.NOTHING);
    }

    @Test
    void L16_aLaterEventExtendsOrShortensTheLifeAndKeepsTheDocument() {
        a.putFor(10, 1_000, "{'x':1}");

        StampedEvent longer = a.deltaFor(60, 10_000, add("/y", "2"));
        assertThat(longer.removals()).isEmpty();
        assertThat(a.documentAt(69_999)).isEqualTo("{\"x\":1,\"y\":2}");
        assertThat(a.documentAt(70_000)).isEqualTo(Replica.NOTHING);

        a.deltaFor(1, 11_000, add("/z", "3"));
        assertThat(a.documentAt(12_000)).isEqualTo(Replica.NOTHING);
    }

    @Test
    void L16_ofConcurrentLivesTheOneWithTheLaterClockCountsInEveryOrder() {
        StampedEvent root = a.put(1_000, "{}");
        b.apply(root);
        c.apply(root);
        StampedEvent early = a.deltaFor(500, 2_000, add("/a", "1"));
        StampedEvent late = b.deltaFor(5, 3_000, add("/b", "2"));
        StampedEvent silent = c.delta(4_000, add("/c", "3"));

        String all = "{\"a\":1,\"b\":2,\"c\":3}";
        assertThat(everywhereAt(7_999, root, early, late, silent)).isEqualTo(all);
        assertThat(everywhereAt(8_000, root, early, late, silent)).isEqualTo(Replica.NOTHING);
    }

    @Test
    void L16_ofEqualClocksTheGreaterSiteCounts() {
        var early = new Expiry(Hlc.ofMillis(5), a.site, 100);

        assertThat(Expiry.greater(early, new Expiry(Hlc.ofMillis(5), b.site, 50)))
                .isEqualTo(new Expiry(Hlc.ofMillis(5), b.site, 50));
        assertThat(Expiry.greater(new Expiry(Hlc.ofMillis(5), a.site, 101), early))
                .isEqualTo(new Expiry(Hlc.ofMillis(5), a.site, 101));
        assertThat(Expiry.greater(early, null)).isEqualTo(early);
        assertThat(Expiry.greater(null, early)).isEqualTo(early);
    }

    @Test
    void L16_theExpiryIsStoredWithTheContext() {
        a.putFor(10, 1_000, "{'x':1}");

        ContextState loaded = a.stored.loaded(Replica.KEY, Types.DEMO, a.state.meta());

        assertThat(loaded.expiry()).isEqualTo(a.state.expiry());
        assertThat(loaded.documentAt(11_000)).isNull();
        assertThat(Canonical.of(loaded)).isEqualTo(a.canonicalForm());
    }

    @Test
    void aContextTypeHasALifeForEventsThatNameNone() {
        var type = new ContextType("demo", 1, Tier.BACKGROUND, List.of(), List.of(), 30);
        var site = new Replica("a", type);

        site.put(1_000, "{'x':1}");
        assertThat(site.documentAt(31_000)).isEqualTo(Replica.NOTHING);

        site.put(20_000, "{'x':2}");
        assertThat(site.documentAt(49_999)).isEqualTo("{\"x\":2}");

        site.putFor(1, 21_000, "{'x':3}");
        assertThat(site.documentAt(22_000)).isEqualTo(Replica.NOTHING);
    }

    @Test
    void aLifeHasBounds() {
        long tooLong = Limits.TTL_S_MAX + 1;
        Payload payload = new Payload.Deletion();

        assertThatThrownBy(() -> Replica.change("e", payload, -1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Replica.change("e", payload, tooLong)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ContextType("t", 1, Tier.CRITICAL, List.of(), List.of(), tooLong))
                .isInstanceOf(IllegalArgumentException.class);
    }

    // ---- where it is withheld --------------------------------------------------------------------------------------

    @Test
    void L16_aWithheldEventSetsTheExpiryAllTheSame() {
        StampedEvent root = a.put(1_000, "{'x':1}");
        StampedEvent withheld = a.deltaFor(10, 2_000, add("/secret", "1"));
        b.apply(root, withheld.placeholder());
        c.apply(root, withheld);

        assertThat(b.state.expiry()).isEqualTo(c.state.expiry());
        assertThat(b.documentAt(11_999)).isEqualTo("{\"x\":1}");
        assertThat(b.documentAt(12_000)).isEqualTo(Replica.NOTHING);
        assertThat(Projected.without(withheld, "/secret").lifetime()).isEqualTo(withheld.lifetime());
    }

    @Test
    void L16_aLifeSetHereOutlastsOneThatIsOnlyKnownByItsPlaceholder() {
        StampedEvent root = a.put(1_000, "{'x':1}");
        StampedEvent withheld = a.deltaFor(10, 9_000, add("/secret", "1"));
        b.apply(root, withheld.placeholder());

        StampedEvent longer = b.deltaFor(60, 2_000, add("/y", "2"));

        assertThat(longer.stamp().hlc()).isGreaterThan(withheld.stamp().hlc());
        assertThat(b.state.expiry()).isEqualTo(longer.expiry());
    }

    @Test
    void L16_aWithheldBeginningRemovesWhatHadExpired() {
        StampedEvent old = a.putFor(10, 1_000, "{'x':1}");
        StampedEvent anew = a.deltaFor(60, 20_000, add("/secret", "1"));
        StampedEvent next = a.delta(21_000, add("/y", "2"));
        b.apply(old, anew.placeholder(), next);

        assertThat(b.state.deleteStamp()).isEqualTo(a.state.deleteStamp());
        assertThat(b.documentAt(21_000)).isEqualTo("{\"y\":2}");
    }
}
