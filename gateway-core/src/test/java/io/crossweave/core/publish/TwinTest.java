package io.crossweave.core.publish;

import static io.crossweave.core.publish.Ops.add;
import static io.crossweave.core.publish.Ops.append;
import static io.crossweave.core.publish.Ops.increment;
import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.event.Payload;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.stored.LosingTwin;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two dots of one client event: the view counts one (L1). Who finds the twins is the context lane's affair. */
final class TwinTest {
    private static final Payload CHANGE =
            new Payload.Delta(List.of(increment("/visits", "1"), append("/messages", "'m'"), add("/x", "1")));

    private final StampedEvent winner = new Replica("a").publish(1, "retried", CHANGE);
    private final StampedEvent loser = new Replica("b").publish(2, "retried", CHANGE);
    private final LosingTwin givingWay =
            new LosingTwin(loser.dot(), winner.stamp().hlc(), winner.dot(), List.of());
    private final Replica c = new Replica("c");

    @Test
    void L1_anEventThatWasRetriedElsewhereCountsOnce() {
        c.apply(winner, loser);

        c.state.loseTwin(givingWay);

        assertThat(c.document()).isEqualTo("{\"messages\":[\"m\"],\"visits\":1,\"x\":1}");
        assertThat(c.state.live()).hasSize(8);
        assertThat(c.state.document()).isEqualTo(ReferenceView.of(c.state));
    }

    @Test
    void L1_theLoserIsHiddenAlsoWhenItIsLoadedFromTheStore() {
        c.apply(winner, loser);
        c.state.loseTwin(givingWay);

        var loaded = c.stored.loaded(Replica.KEY, Types.DEMO, c.state.meta());

        assertThat(Canonical.of(loaded)).isEqualTo(c.canonicalForm());
    }

    @Test
    void L1_hidingTwiceIsHidingOnce() {
        c.apply(winner, loser);
        c.state.loseTwin(givingWay);
        String once = c.canonicalForm();

        c.state.loseTwin(givingWay);

        assertThat(c.canonicalForm()).isEqualTo(once);
    }

    @Test
    void L1_theLoserStaysHiddenWhenTheWinnerIsSuperseded() {
        c.apply(winner, loser);
        c.state.loseTwin(givingWay);

        StampedEvent write = c.delta(3, add("/x", "2"));

        assertThat(write.removals()).as("both twins' entries of the path").hasSize(2);
        assertThat(c.document()).contains("\"x\":2");
    }

    @Test
    void L1_theLosersEntriesAreNamedByTheirDot() {
        c.apply(winner, loser);
        c.state.loseTwin(givingWay);

        assertThat(c.state.liveOf(loser.dot()))
                .hasSize(4)
                .allMatch(id -> id.dot().equals(loser.dot()));
    }
}
