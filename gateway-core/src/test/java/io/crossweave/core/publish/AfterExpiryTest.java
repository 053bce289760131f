package io.crossweave.core.publish;

import static io.crossweave.core.publish.Ops.add;
import static io.crossweave.core.publish.Ops.append;
import static io.crossweave.core.publish.Ops.remove;
import static io.crossweave.core.publish.Ops.violation;
import static io.crossweave.core.publish.Orders.everywhereAt;
import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.causality.VersionVector;
import io.crossweave.core.event.DeltaOperation;
import io.crossweave.core.event.EventType;
import io.crossweave.core.event.Lifetime;
import io.crossweave.core.event.Payload;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.gateway.Precondition;
import io.crossweave.core.gateway.PublishOutcome;
import io.crossweave.core.model.Hlc;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is written to a context that has expired: nothing of what it was comes back, at any site (L16). */
final class AfterExpiryTest {
    private final Replica a = new Replica("a");
    private final Replica b = new Replica("b");

    @Test
    void L16_aWriteAfterTheExpiryRevivesNothing() {
        StampedEvent put = a.putFor(10, 1_000, "{'x':1,'messages':['old'],'tags':['t'],'visits':7}");

        StampedEvent anew = a.deltaFor(3_600, 20_000, append("/messages", "'new'"));

        assertThat(anew.type()).isEqualTo(EventType.DELTA);
        assertThat(anew.lifetime()).isEqualTo(new Lifetime(3_620_000, 11_000));
        assertThat(anew.removals()).hasSize(put.additions().size());
        assertThat(anew.deleteStamp()).isEqualTo(Hlc.ofMillis(11_000));
        assertThat(a.documentAt(20_000)).isEqualTo("{\"messages\":[\"new\"]}");
        assertThat(a.documentAt(3_620_000)).isEqualTo(Replica.NOTHING);
    }

    @Test
    void L16_whatHasExpiredStaysGoneAtAllSitesInEveryOrderOfArrival() {
        StampedEvent old = a.putFor(10, 1_000, "{'x':1,'messages':['old']}");
        b.apply(old);
        StampedEvent unseen = b.delta(9_000, append("/messages", "'unseen'"), add("/y", "2"));

        StampedEvent anew = a.deltaFor(3_600, 20_000, add("/z", "3"));
        StampedEvent later = a.delta(21_000, append("/messages", "'new'"));

        assertThat(everywhereAt(21_000, old, unseen, anew, later)).isEqualTo("{\"messages\":[\"new\"],\"z\":3}");
    }

    @Test
    void L16_whatIsWrittenAtTwoSitesAfterTheExpirySurvivesAtBoth() {
        StampedEvent old = a.putFor(10, 1_000, "{'x':1,'messages':['old']}");
        b.apply(old);
        StampedEvent atA = a.deltaFor(60, 20_000, append("/messages", "'a'"));
        StampedEvent atB = b.delta(30_000, append("/messages", "'b'"));

        assertThat(atB.lifetime()).isEqualTo(new Lifetime(Lifetime.NEVER, 11_000));
        assertThat(everywhereAt(1_000_000, old, atA, atB)).isEqualTo("{\"messages\":[\"a\",\"b\"]}");
    }

    @Test
    void L16_aWriteOfASiteThatDidNotKnowOfTheExpirySurvives() {
        StampedEvent root = a.put(500, "{'x':1}");
        b.apply(root);
        StampedEvent shortened = a.deltaFor(1, 1_000, add("/y", "2"));
        StampedEvent anew = a.deltaFor(60, 5_000, add("/z", "3"));
        StampedEvent before = b.delta(1_500, add("/early", "true"));
        StampedEvent after = b.delta(2_500, add("/late", "true"));

        assertThat(everywhereAt(5_000, root, shortened, anew, before, after)).isEqualTo("{\"late\":true,\"z\":3}");
    }

    @Test
    void L16_aWriteAfterTheExpiryThatNamesNoLifeStays() {
        a.putFor(10, 1_000, "{'x':1}");

        a.delta(20_000, add("/y", "2"));

        assertThat(a.documentAt(Long.MAX_VALUE - 1)).isEqualTo("{\"y\":2}");
    }

    @Test
    void L16_aContextThatIsCreatedAgainDoesNotExpireWithTheDeletedOne() {
        StampedEvent old = a.putFor(10, 1_000, "{'x':1}");
        StampedEvent delete = a.delete(2_000);
        StampedEvent again = a.put(3_000, "{'y':2}");

        assertThat(delete.lifetime()).isEqualTo(Lifetime.UNCHANGED);
        assertThat(again.lifetime()).isEqualTo(new Lifetime(Lifetime.NEVER, Lifetime.UNTOLD));
        assertThat(everywhereAt(50_000, old, delete, again)).isEqualTo("{\"y\":2}");
    }

    @Test
    void L16_whatSurvivesAConcurrentDeleteExpiresAllTheSame() {
        StampedEvent old = a.putFor(10, 1_000, "{'x':1}");
        b.apply(old);
        StampedEvent delete = a.delete(2_000);
        StampedEvent write = b.delta(3_000, add("/y", "2"));

        assertThat(everywhereAt(3_000, old, delete, write)).isEqualTo("{\"y\":2}");
        assertThat(everywhereAt(11_000, old, delete, write)).isEqualTo(Replica.NOTHING);
    }

    @Test
    void L16_aWriteAfterTheExpirySeesAnEmptyContext() {
        a.putFor(10, 1_000, "{'x':1,'messages':['old']}");

        assertThat(violation(refusedAt(11_000, remove("/x"))).pointer()).isEqualTo("/x");
        assertThat(violation(refusedAt(11_000, Ops.test("/x", "1"))).pointer()).isEqualTo("/x");
        assertThat(violation(refusedAt(11_000, remove("/messages/0"))).pointer())
                .isEqualTo("/messages/0");
        assertThat(a.stamp(10_999, "e", new Payload.Delta(List.of(remove("/x")))))
                .isInstanceOf(Stamping.Stamped.class);
    }

    private PublishOutcome refusedAt(long nowMs, DeltaOperation... operations) {
        String before = a.fingerprint();
        Stamping stamping = a.stamp(nowMs, "refused", new Payload.Delta(List.of(operations)));
        assertThat(stamping).isInstanceOf(Stamping.Refused.class);
        assertThat(a.fingerprint()).isEqualTo(before);
        return ((Stamping.Refused) stamping).outcome();
    }

    @Test
    void L16_preconditionsSeeAnEmptyContext() {
        a.putFor(10, 1_000, "{'x':1}");
        var change = Replica.change("e", new Payload.Delta(List.of(add("/y", "2"))), 0);
        var delete = Replica.change("e", new Payload.Deletion(), 0);
        var version = new Precondition.Matches(a.state.vector());

        assertThat(a.stamp(10_999, change, version)).isInstanceOf(Stamping.Stamped.class);
        assertThat(a.stamp(11_000, change, version))
                .isEqualTo(new Stamping.Refused(new PublishOutcome.PreconditionFailed(VersionVector.EMPTY)));
        assertThat(a.stamp(10_999, change, new Precondition.Absent())).isInstanceOf(Stamping.Refused.class);
        assertThat(a.stamp(11_000, change, new Precondition.Absent())).isInstanceOf(Stamping.Stamped.class);
        assertThat(a.stamp(11_000, delete, new Precondition.Exists()))
                .isEqualTo(new Stamping.Refused(new PublishOutcome.NotFound()));
    }
}
