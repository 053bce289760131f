package io.crossweave.core.context;

import static io.crossweave.core.scripted.Changes.append;
import static io.crossweave.core.scripted.Changes.delta;
import static io.crossweave.core.scripted.Changes.note;
import static io.crossweave.core.scripted.Changes.put;
import static io.crossweave.core.scripted.Changes.remove;
import static io.crossweave.core.scripted.Changes.set;
import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.document.JsonNumber;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonPointer;
import io.crossweave.core.document.JsonString;
import io.crossweave.core.event.DeltaOperation;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.rows.ContextRows;
import io.crossweave.core.scripted.Exchange;
import io.crossweave.core.scripted.LaneSite;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Values that one client event wrote at two sites: once in effect (L1), and never lost with what they came in place of (L4). */
class RetriedWriteTest {
    private static final ContextKey KEY = note("c");
    private static final Set<String> REGIONS = Set.of("aa", "bb", "cc", "dd");

    private final LaneSite a = new LaneSite("aa", REGIONS, KEY);
    private final LaneSite b = new LaneSite("bb", REGIONS, KEY);
    private final LaneSite c = new LaneSite("cc", REGIONS, KEY);
    private final LaneSite d = new LaneSite("dd", REGIONS, KEY);
    private final List<LaneSite> sites = List.of(a, b, c, d);
    private long nowMs = 1_000_000;

    /** A later moment, at all sites. */
    private void later() {
        nowMs += 50;
        sites.forEach(site -> site.nowMs = nowMs);
    }

    private static JsonObject a(int value) {
        return JsonObject.of("a", JsonNumber.of(value));
    }

    private void everywhere(JsonObject document) {
        a.publish(put(KEY, "first", document));
        Exchange.among(sites);
        later();
    }

    private void settlesOn(String document) {
        Exchange.among(sites);
        for (LaneSite site : sites) {
            assertThat(site.document(KEY)).as("%s", site.id).isEqualTo(document);
        }
        LaneSite fresh = new LaneSite("ee", REGIONS, KEY);
        var all = new ArrayList<LaneSite>(sites);
        all.add(fresh);
        Exchange.among(all.reversed());
        assertThat(fresh.document(KEY)).as("in another order").isEqualTo(document);
        assertThat(fresh.stored(KEY).live()).isEqualTo(a.stored(KEY).live());
    }

    @Test
    void L1_L4_whatIsNoOperationAtOneSiteKeepsWhatItReplacedAtTheOther() {
        // Given
        everywhere(a(1));
        b.publish(set(KEY, "y", "/a", JsonNumber.of(2)));
        a.publish(put(KEY, "e", a(1)));
        later();

        // When
        StampedEvent retried = b.publishes(put(KEY, "e", a(1)));

        // Then
        assertThat(retried.additions()).hasSize(1);
        settlesOn("{\"a\":1}");
        assertThat(new ContextRows(c.store()).history(KEY, 0, 99))
                .anySatisfy(item -> assertThat(item.item()).isEqualTo(retried));
    }

    @Test
    void L1_L4_ofTwoBodiesUnderOneIdTheOneThatReplacedSomethingStays() {
        // Given
        everywhere(a(1).with("b", JsonNumber.of(1)));
        a.publish(put(KEY, "e", a(1).with("b", JsonNumber.of(7))));
        b.publish(set(KEY, "y", "/a", JsonNumber.of(2)));
        later();

        // When
        b.publish(put(KEY, "e", a(3).with("b", JsonNumber.of(1))));

        // Then
        settlesOn("{\"a\":3,\"b\":7}");
    }

    @Test
    void L1_L4_writesThatWereRetriedAtEachOthersSiteDoNotTakeEachOtherBack() {
        // Given
        everywhere(a(0));
        a.publish(set(KEY, "one", "/a", JsonNumber.of(1)));
        later();
        b.publish(set(KEY, "two", "/a", JsonNumber.of(2)));
        later();

        // When
        a.publish(set(KEY, "two", "/a", JsonNumber.of(2)));
        later();
        b.publish(set(KEY, "one", "/a", JsonNumber.of(1)));

        // Then
        // The first tries decide, as if neither had been retried.
        settlesOn("{\"a\":2}");
    }

    @Test
    void L1_L4_aValueThatWasRemovedAndWrittenAgainByTheRetryIsThere() {
        everywhere(a(1).with("b", JsonNumber.of(1)));
        a.publish(put(KEY, "e", a(1).with("b", JsonNumber.of(1))));
        b.publish(remove(KEY, "y", "/a"));
        later();

        b.publish(put(KEY, "e", a(1).with("b", JsonNumber.of(1))));

        settlesOn("{\"a\":1,\"b\":1}");
    }

    @Test
    void L1_aLateRetryDoesNotOverwriteANewerWrite() {
        everywhere(a(0));
        a.publish(set(KEY, "e", "/a", JsonNumber.of(1)));
        a.publish(set(KEY, "newer", "/a", JsonNumber.of(2)));
        later();

        b.publish(set(KEY, "e", "/a", JsonNumber.of(1)));

        settlesOn("{\"a\":2}");
    }

    @Test
    void L1_aLateRetryDoesNotBringBackWhatWasRemovedSince() {
        everywhere(a(0).with("b", JsonNumber.of(1)));
        a.publish(set(KEY, "e", "/a", JsonNumber.of(1)));
        a.publish(remove(KEY, "gone", "/a"));
        later();

        b.publish(set(KEY, "e", "/a", JsonNumber.of(1)));

        settlesOn("{\"b\":1}");
    }

    @Test
    void L1_aMemberOfASetIsWrittenOnceAndWhatIsNewToOneSiteStays() {
        // Given
        everywhere(a(0));
        var x = new DeltaOperation.SetAdd(JsonPointer.parse("/tags"), new JsonString("x"));
        var y = new DeltaOperation.SetAdd(JsonPointer.parse("/tags"), new JsonString("y"));
        a.publish(delta(KEY, "x", x));
        a.publish(delta(KEY, "e", x, y));
        a.publish(delta(KEY, "gone", new DeltaOperation.SetRemove(JsonPointer.parse("/tags"), new JsonString("y"))));
        later();

        // When
        b.publish(delta(KEY, "e", x, y));

        // Then
        settlesOn("{\"a\":0,\"tags\":[\"x\"]}");
    }

    @Test
    void L1_elementsAndIncrementsOfALosingTwinAlwaysGiveWay() {
        everywhere(a(0));
        var log = new DeltaOperation.Append(JsonPointer.parse("/log"), new JsonString("m"));
        var visit = new DeltaOperation.Increment(JsonPointer.parse("/visits"), JsonNumber.of(1));
        var write = new DeltaOperation.Add(JsonPointer.parse("/a"), JsonNumber.of(5));
        b.publish(set(KEY, "y", "/a", JsonNumber.of(2)));
        a.publish(delta(KEY, "e", log, visit, write));
        later();

        b.publish(delta(KEY, "e", log, visit, write));

        settlesOn("{\"a\":5,\"log\":[\"m\"],\"visits\":1}");
    }

    @Test
    void L1_L8_aTwinThatItsSiteHeardOfAsAnEmptyDotOnlyIsNotOutdoneByIt() {
        // Given: aa's change is withheld from bb, and cc has overwritten it
        everywhere(a(0));
        StampedEvent first = a.publishes(set(KEY, "e", "/a", JsonNumber.of(1)));
        c.arrive(a.id, first);
        StampedEvent newer = c.publishes(set(KEY, "newer", "/a", JsonNumber.of(2)));
        b.arrive(a.id, first.placeholder());
        b.arrive(c.id, newer);
        later();

        // When
        b.publish(set(KEY, "e", "/a", JsonNumber.of(1)));

        // Then
        settlesOn("{\"a\":1}");
    }

    static List<List<Integer>> orders() {
        return List.of(
                List.of(0, 1, 2),
                List.of(0, 2, 1),
                List.of(1, 0, 2),
                List.of(1, 2, 0),
                List.of(2, 0, 1),
                List.of(2, 1, 0));
    }

    @ParameterizedTest
    @MethodSource("orders")
    void L1_ofThreeTwinsTheSameStandsInWhateverOrderTheyArrive(List<Integer> order) {
        // Given
        everywhere(a(1));
        b.publish(set(KEY, "y", "/a", JsonNumber.of(2)));
        c.publish(set(KEY, "z", "/a", JsonNumber.of(3)));
        var origins = List.of(a, b, c);
        for (LaneSite origin : origins) {
            later();
            origin.publish(put(KEY, "e", a(1)));
        }
        d.arrive(b.id, b.ownEvents().getFirst());
        d.arrive(c.id, c.ownEvents().getFirst());

        // When
        order.forEach(
                i -> d.arrive(origins.get(i).id, origins.get(i).ownEvents().getLast()));

        // Then
        assertThat(d.document(KEY)).isEqualTo("{\"a\":1}");
        assertThat(d.stored(KEY).losingTwins()).hasSize(2);
        settlesOn("{\"a\":1}");
    }

    @Test
    void L1_whatStandsIsKnownAfterARestart() {
        // Given
        everywhere(a(1));
        b.publish(set(KEY, "y", "/a", JsonNumber.of(2)));
        a.publish(put(KEY, "e", a(1)));
        later();
        b.publish(put(KEY, "e", a(1)));
        Exchange.among(sites);

        // When
        c.restart();

        // Then
        assertThat(c.document(KEY)).isEqualTo("{\"a\":1}");
        assertThat(c.publishes(append(KEY, "more")).removals()).isEmpty();
        assertThat(c.document(KEY)).isEqualTo("{\"a\":1,\"log\":[\"more\"]}");
    }
}
