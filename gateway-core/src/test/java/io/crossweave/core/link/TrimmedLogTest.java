package io.crossweave.core.link;

import static io.crossweave.core.scripted.Changes.append;
import static io.crossweave.core.scripted.Changes.note;
import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.context.InboxBounds;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.SiteId;
import io.crossweave.core.scripted.Changes;
import io.crossweave.core.scripted.LaneSite;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TrimmedLogTest {
    private static final ContextKey KEY = note("c");
    private static final SiteId B = new SiteId("bb", 7);

    private final LinkPair pair = new LinkPair(KEY, WindowBounds.DEFAULT, InboxBounds.DEFAULT);

    private void publish(String... eventIds) {
        for (String eventId : eventIds) {
            pair.origin.publishes(append(KEY, eventId));
        }
    }

    @Test
    void L12_aRecordIsTrimmedOnceItsDestinationHasAppliedWhatItBrought() {
        publish("e1", "e2");
        pair.send();

        assertThat(pair.trimmable()).isZero();

        pair.rounds(2);
        pair.trim();

        assertThat(pair.logged()).isEmpty();
        assertThat(pair.destination.stored(KEY).vector().get(pair.origin.id)).isEqualTo(2);
    }

    /** A's second event depends on one of B that C lacks: C has committed it, and it waits in its inbox. */
    @Test
    void L12_whatIsCommittedAtItsDestinationAndWaitsThereIsNotTrimmed() {
        publish("e1");
        pair.rounds(2);
        pair.trim();
        long before = pair.trimmed();
        var b = new LaneSite("bb", Set.of("aa", "cc"), KEY);
        var fromB = b.publishes(append(KEY, "b1"));
        pair.origin.arrive(B, fromB);
        publish("e2");
        pair.rounds(3);

        assertThat(pair.destination.lane().waiting()).isEqualTo(1);
        assertThat(pair.lane().confirmedNumber()).isEqualTo(pair.lane().lastNumber());
        assertThat(pair.trimmable()).isZero();

        pair.destination.arrive(B, fromB);
        pair.rounds(2);
        pair.trim();

        assertThat(pair.trimmed()).isGreaterThan(before);
        assertThat(pair.logged()).isEmpty();
    }

    @Test
    void L12_whatIsQuarantinedAtItsDestinationIsNotTrimmed() {
        pair.restartDestination(Changes.MEMO);
        publish("e1");
        pair.rounds(3);

        assertThat(pair.lane().confirmedNumber()).isEqualTo(pair.lane().lastNumber());
        assertThat(pair.trimmable()).isZero();

        pair.restartDestination(Changes.MEMO, Changes.NOTE);
        pair.rounds(4);

        assertThat(pair.trimmable()).isPositive();
    }

    @Test
    void L12_nothingIsTrimmedFromAnEventOnHoldOn() {
        publish("e1");
        pair.rounds(2);
        pair.trim();
        long trimmed = pair.trimmed();
        pair.origin.policy.hold((event, destination) -> event.dot().counter() == 2);
        publish("e2", "e3");
        pair.rounds(3);
        pair.trim();

        assertThat(pair.trimmed()).isEqualTo(trimmed);
        assertThat(pair.logged()).hasSize(2);

        pair.origin.policy.releaseAll();
        pair.rounds(3);
        pair.trim();

        assertThat(pair.logged()).isEmpty();
    }

    /** What was confirmed in an earlier epoch may still wait there; only the destination can tell. */
    @Test
    void L12_afterARestartNothingIsTrimmedBeforeTheDestinationWasHeard() {
        var b = new LaneSite("bb", Set.of("aa", "cc"), KEY);
        var fromB = b.publishes(append(KEY, "b1"));
        pair.origin.arrive(B, fromB);
        publish("e1");
        pair.rounds(3);
        pair.restartOrigin();

        assertThat(pair.trimmable()).isZero();

        pair.rounds(3);

        assertThat(pair.destination.lane().waiting()).isEqualTo(1);
        assertThat(pair.trimmable()).isZero();

        pair.destination.arrive(B, fromB);
        pair.rounds(2);

        assertThat(pair.trimmable()).isPositive();
    }

    @Test
    void L12_aRestartOfEitherGoesOnBehindATrimmedLog() {
        publish("e1", "e2");
        pair.rounds(3);
        pair.trim();
        long trimmed = pair.trimmed();
        pair.restartOrigin();
        pair.restartDestination(Changes.NOTE);
        publish("e3");

        assertThat(pair.logged()).containsExactly(trimmed + 1);

        pair.rounds(3);
        pair.trim();

        assertThat(pair.destination.stored(KEY).vector().get(pair.origin.id)).isEqualTo(3);
        assertThat(pair.logged()).isEmpty();
    }

    @Test
    void L16_aDestinationThatGetsNothingKeepsNoRecord() {
        pair.origin.policy.withhold((event, destination) -> true);
        publish("e1", "e2");
        pair.rounds(3);
        pair.trim();

        assertThat(pair.logged()).isEmpty();
        assertThat(pair.destination.stored(KEY).vector().isEmpty()).isTrue();
    }
}
