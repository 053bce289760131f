package io.crossweave.core.context;

import static io.crossweave.core.scripted.Changes.append;
import static io.crossweave.core.scripted.Changes.living;
import static io.crossweave.core.scripted.Changes.note;
import static io.crossweave.core.scripted.Changes.set;
import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.event.Expiry;
import io.crossweave.core.event.Lifetime;
import io.crossweave.core.event.Placeholder;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.gateway.ContextView;
import io.crossweave.core.gateway.PublishOutcome;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.Dot;
import io.crossweave.core.model.Hlc;
import io.crossweave.core.scripted.LaneSite;
import io.crossweave.core.state.ContextState;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Contexts that expire, at more than one site. */
class ExpiringContextTest {
    private static final ContextKey KEY = note("c");
    private static final Set<String> REGIONS = Set.of("aa", "bb", "cc");

    private final LaneSite a = new LaneSite("aa", REGIONS, KEY);
    private final LaneSite b = new LaneSite("bb", REGIONS, KEY);
    private final LaneSite c = new LaneSite("cc", REGIONS, KEY);
    private final long beginMs = a.nowMs;

    private static boolean isShownAt(long nowMs, LaneSite site) {
        ContextView view = site.shown().getLast();
        ContextState stored = site.stored(KEY);
        assertThat(view.at(nowMs).isVisible()).isEqualTo(stored.documentAt(nowMs) != null);
        return view.at(nowMs).isVisible();
    }

    @Test
    void L16_anExpiryReachesPeersAndOutlivesARestart() {
        StampedEvent event = a.publishes(living(set(KEY, "e1", "/x", "1"), 60));
        b.arrive(a.id, event);
        b.restart();
        b.arrive(a.id, a.publishes(append(KEY, "e2")));

        for (LaneSite site : List.of(a, b)) {
            assertThat(site.stored(KEY).expiry()).isEqualTo(event.expiry());
            assertThat(isShownAt(beginMs + 59_999, site)).isTrue();
            assertThat(isShownAt(beginMs + 60_000, site)).isFalse();
        }
    }

    @Test
    void L16_aWriteAfterTheExpiryIsNewAtEverySite() {
        StampedEvent old = a.publishes(living(append(KEY, "old"), 60));
        b.arrive(a.id, old);
        b.nowMs += 60_000;

        PublishOutcome outcome = b.publish(append(KEY, "new"));
        StampedEvent anew = b.ownEvents().getLast();
        c.arrive(b.id, anew);
        assertThat(c.lane().waiting()).as("it depends on what it removes").isEqualTo(1);
        c.arrive(a.id, old);
        a.arrive(b.id, anew);

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        PublishOutcome.Published.class,
                        published -> assertThat(published.created()).isTrue());
        for (LaneSite site : List.of(a, b, c)) {
            assertThat(site.document(KEY)).isEqualTo("{\"log\":[\"new\"]}");
            assertThat(isShownAt(Lifetime.NEVER - 1, site)).isTrue();
        }
        assertThat(b.publish(append(KEY, "more")))
                .isInstanceOfSatisfying(
                        PublishOutcome.Published.class,
                        published -> assertThat(published.created()).isFalse());
    }

    @Test
    void L7_anExpirySetFarAheadWaitsLikeItsEvent() {
        long farMs = a.nowMs + Limits.DRIFT_MS_MAX + 1;
        var expiry = new Expiry(Hlc.ofMillis(farMs), a.id, farMs + 1_000);
        b.arrive(a.id, new Placeholder(KEY, new Dot(a.id, 1), 1, List.of(), Hlc.ZERO, expiry));

        assertThat(b.lane().waiting()).isEqualTo(1);
        assertThat(b.stored(KEY).expiry()).isNull();

        b.nowMs += 1;
        b.tick();
        assertThat(b.stored(KEY).expiry()).isEqualTo(expiry);
        assertThat(b.stored(KEY).greatestHlc()).isEqualTo(expiry.hlc());
    }
}
