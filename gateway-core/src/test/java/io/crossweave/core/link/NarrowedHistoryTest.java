package io.crossweave.core.link;

import static io.crossweave.core.scripted.Changes.set;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.context.InboxBounds;
import io.crossweave.core.context.LaneInput;
import io.crossweave.core.event.BodyHash;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.gateway.ConflictQuery;
import io.crossweave.core.gateway.ConflictQuery.Which;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.Dot;
import io.crossweave.core.rows.ContextRows;
import io.crossweave.core.scripted.Changes;
import io.crossweave.core.stored.ConflictRecord;
import io.crossweave.core.stored.EventIdRecord;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an origin has tidied it can ask no policy about: after a narrowing nobody keeps it (L11). */
class NarrowedHistoryTest {
    private static final ContextKey KEY = Changes.note("c");

    private final LinkPair pair = new LinkPair(KEY, WindowBounds.DEFAULT, InboxBounds.DEFAULT);

    private List<ConflictRecord> settled() {
        return new ContextRows(pair.destination.store())
                .conflicts()
                .list(new ConflictQuery("t", "", Which.SETTLED, null, 100));
    }

    /** Dots of the origin of which the destination's history says what they added. */
    private List<Long> told() {
        var told = new ArrayList<Long>();
        new ContextRows(pair.destination.store()).forEachHistory(KEY, (item, sequence) -> {
            if (item instanceof StampedEvent event && event.dot().site().equals(pair.origin.id)) {
                told.add(event.dot().counter());
            }
        });
        return told;
    }

    /** A's value was in conflict with the destination's, which then replaced both. Of A's nothing is left there but that it was. */
    private void settleAndTidy() {
        pair.origin.publishes(set(KEY, "first", "/city", "Oslo"));
        pair.rounds(2);
        pair.origin.publishes(set(KEY, "clear", "/ssn", "secret"));
        StampedEvent other = pair.destination.publishes(set(KEY, "other", "/ssn", "other"));
        pair.rounds(2);
        pair.destination.nowMs += 10;
        StampedEvent both = pair.destination.publishes(set(KEY, "both", "/ssn", "new"));
        pair.origin.arrive(pair.destination.id, other, both);
        pair.rounds(3);
        pair.trim();
        pair.origin.tidy(KEY);
        assertThat(settled()).hasSize(1);
    }

    private void narrows() {
        pair.origin.policy.withhold(
                (event, destination) -> event.stamp().eventId().equals("clear"));
        pair.origin.step(new LaneInput.Restate(KEY, "cc", 1));
        pair.rounds(3);
    }

    @Test
    void L11_aSettledConflictKeepsNoValueThatItsOriginHasTidied() {
        settleAndTidy();

        narrows();

        assertThat(settled()).isEmpty();
    }

    @Test
    void L11_aLongerHistoryKeepsNothingOfIt() {
        settleAndTidy();
        assertThat(told()).containsExactly(1L, 2L);

        narrows();

        assertThat(told()).containsExactly(1L);
        EventIdRecord known = requireNonNull(new ContextRows(pair.destination.store()).eventId(KEY, "clear"));
        assertThat(known.bodyHash()).isEqualTo(BodyHash.UNKNOWN);
    }

    @Test
    void L11_ofWhatIsGoneNothingIsSaidToBeWithheld() {
        settleAndTidy();

        narrows();

        assertThat(pair.destination.stored(KEY).hasHole(new Dot(pair.origin.id, 2)))
                .isFalse();
        assertThat(pair.destination.document(KEY)).isEqualTo("{\"city\":\"Oslo\",\"ssn\":\"new\"}");
    }
}
