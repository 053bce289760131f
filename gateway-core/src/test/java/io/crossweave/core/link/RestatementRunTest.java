package io.crossweave.core.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.context.InboxBounds;
import io.crossweave.core.context.LaneInput;
import io.crossweave.core.event.ItemWeight;
import io.crossweave.core.event.LaneItem;
import io.crossweave.core.event.Restatement;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.rows.LinkRows;
import io.crossweave.core.rows.PolicyRows;
import io.crossweave.core.scripted.Changes;
import io.crossweave.core.scripted.ScriptedPolicy;
import io.crossweave.core.spi.WriteBatch;
import io.crossweave.core.stored.PolicyMark;
import io.crossweave.core.stored.SweepMark;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How a change of policy reaches a destination (L11). */
class RestatementRunTest {
    private static final ContextKey KEY = Changes.note("c");

    private final LinkPair pair = new LinkPair(KEY, WindowBounds.DEFAULT, InboxBounds.DEFAULT);

    private void narrowed() {
        pair.origin.policy.withhold((event, destination) -> true);
        pair.origin.step(new LaneInput.Restate(KEY, "cc", 1));
    }

    @Test
    void L11_whatMayNoLongerBeHeldGoesThere() {
        pair.origin.publish(Changes.set(KEY, "e1", "/ssn", "secret"));
        pair.rounds(2);
        assertThat(pair.destination.document(KEY)).isEqualTo("{\"ssn\":\"secret\"}");

        narrowed();
        pair.rounds(2);

        assertThat(pair.destination.document(KEY)).isEqualTo("absent");
        assertThat(pair.lane().isIdle()).isTrue();
    }

    @Test
    void L11_aRestatementThatWasTurnedAwayIsMadeAgain() {
        pair.origin.publish(Changes.set(KEY, "e1", "/ssn", "secret"));
        pair.rounds(2);
        pair.restartDestination(Changes.MEMO);
        narrowed();
        pair.rounds(3);

        pair.restartDestination(Changes.MEMO, Changes.NOTE);
        pair.rounds(8);

        assertThat(pair.destination.document(KEY)).isEqualTo("absent");
    }

    @Test
    void L12_aRestartOfTheOriginFindsWhatItStillOwes() {
        pair.origin.publish(Changes.set(KEY, "e1", "/ssn", "secret"));
        pair.rounds(2);
        pair.losesEnvelope = send -> true;
        narrowed();
        pair.rounds(2);

        pair.restartOrigin();
        pair.losesEnvelope = send -> false;
        pair.rounds(2);

        assertThat(pair.destination.document(KEY)).isEqualTo("absent");
    }

    @Test
    void L8_onHoldNothingIsSaidOfTheDotsFromTheUndecidedOneOn() {
        pair.origin.publish(Changes.set(KEY, "e1", "/a", "one"));
        pair.origin.publish(Changes.set(KEY, "e2", "/b", "two"));
        pair.rounds(2);
        pair.takeSent();
        pair.origin
                .policy
                .withhold((event, destination) -> true)
                .hold((event, destination) -> event.dot().counter() == 2);

        pair.origin.step(new LaneInput.Restate(KEY, "cc", 1));
        pair.rounds(2);

        assertThat(pair.destination.document(KEY)).isEqualTo("{\"b\":\"two\"}");
        assertThat(pair.takeSent())
                .flatExtracting(LinkEffect.Send::items)
                .filteredOn(Restatement.class::isInstance)
                .allSatisfy(
                        item -> assertThat(((Restatement) item).lastCounter()).isEqualTo(1));
        pair.origin.policy.releaseAll();
        pair.rounds(4);
        assertThat(pair.lane().isIdle()).isTrue();
    }

    private static long weight(List<LaneItem> items) {
        return items.stream().mapToLong(ItemWeight::of).sum();
    }

    @Test
    void L11_aNumberThatAWiderPolicyMakesTooLargeGoesInParts() {
        String kilobytes = "x".repeat(100 << 10);
        pair.origin.publish(Changes.set(KEY, "first", "/first", "open"));
        pair.rounds(2);
        pair.origin.policy.withhold((event, destination) -> true);
        pair.losesEnvelope = send -> true;
        for (int i = 0; i < 40; i++) {
            pair.origin.publish(Changes.set(KEY, "e" + i, "/e" + i, kilobytes));
        }
        pair.rounds(1);
        pair.takeSent();
        pair.origin.policy.releaseAll();
        pair.losesEnvelope = send -> false;
        pair.rounds(40);

        assertThat(pair.takeSent())
                .isNotEmpty()
                .allSatisfy(send -> assertThat(weight(send.items())).isLessThan(Limits.REMADE_BYTES_MAX));
        assertThat(pair.destination.document(KEY)).isEqualTo(pair.origin.document(KEY));
        assertThat(pair.lane().isIdle()).isTrue();
    }

    @Test
    void L11_aLargeEventIsRestatedApartFromThoseBeforeIt() {
        pair.origin.publish(Changes.set(KEY, "small", "/small", "x".repeat(200 << 10)));
        pair.origin.publish(Changes.set(KEY, "large", "/large", "x".repeat(2 << 20)));
        pair.rounds(2);
        pair.takeSent();

        pair.origin.step(new LaneInput.Restate(KEY, "cc", 1));
        pair.rounds(4);

        assertThat(pair.takeSent())
                .flatExtracting(LinkEffect.Send::items)
                .filteredOn(Restatement.class::isInstance)
                .hasSize(2);
    }

    @Test
    void L11_narrowWideNarrow_allPoliciesSinceTheDestinationWasToldAreCompared() {
        pair.origin.publish(Changes.set(KEY, "e1", "/ssn", "secret"));
        var narrow = new ScriptedPolicy().withhold((event, destination) -> true);
        var force = new PolicyInForce(narrow, null);
        var rows = new PolicyRows(pair.origin.store());
        var batch = new WriteBatch();
        rows.putTold(batch, "cc", SweepMark.told(1));
        pair.origin.store().commit(batch, outcome -> {});
        force.follow(new ScriptedPolicy(), new PolicyMark(2, new byte[0]));
        force.follow(narrow, new PolicyMark(3, new byte[0]));

        var part = new PolicySweep(pair.origin.id, "cc", force, rows, new LinkRows(pair.origin.store()))
                .next(10)
                .orElseThrow();

        assertThat(part.concerns()).isEqualTo(List.of(new PolicySweep.Concern.Restate(KEY)));
        assertThat(part.mark()).isEqualTo(SweepMark.told(3));
    }
}
