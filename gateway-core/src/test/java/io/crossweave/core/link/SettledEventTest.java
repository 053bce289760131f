package io.crossweave.core.link;

import static io.crossweave.core.scripted.Changes.append;
import static io.crossweave.core.scripted.Changes.note;
import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.context.InboxBounds;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.scripted.LaneSite;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What an origin may say of where its event is: nothing is owed of it once the destination has said so, and not a moment earlier. */
class SettledEventTest {
    private static final ContextKey KEY = note("c");

    private final LinkPair link = new LinkPair(KEY, WindowBounds.DEFAULT, InboxBounds.DEFAULT);

    private StampedEvent publish(String value) {
        return link.origin.publishes(append(KEY, value));
    }

    private boolean isSettled(StampedEvent event) {
        return link.lane().isSettled(KEY, event.dot().counter(), link.lane().lastLogged());
    }

    @Test
    void L12_anEventIsThereWhenItsDestinationHasSaidSo() {
        StampedEvent event = publish("x");
        link.losesReports = true;
        link.rounds(3);
        assertThat(link.destination.document(KEY)).contains("x");
        assertThat(isSettled(event)).as("no report has come").isFalse();

        link.losesReports = false;
        link.round();

        assertThat(isSettled(event)).isTrue();
    }

    @Test
    void L12_anAcceptedEnvelopeThatNeverArrivedIsNotThere() {
        link.losesEnvelope = send -> true;
        StampedEvent event = publish("x");
        link.rounds(3);
        assertThat(isSettled(event)).isFalse();

        link.losesEnvelope = send -> false;
        link.rounds(3);

        assertThat(isSettled(event)).isTrue();
    }

    @Test
    void L8_whatIsOnHoldIsNotThere() {
        link.origin.policy.hold((event, destination) -> destination.equals("cc"));
        StampedEvent event = publish("x");
        link.rounds(3);
        assertThat(isSettled(event)).isFalse();

        link.origin.policy.releaseAll();
        link.rounds(5);

        assertThat(link.destination.document(KEY)).contains("x");
        assertThat(isSettled(event)).isTrue();
    }

    @Test
    void L13_whatFoundNoRoomIsNotThereThoughItsNumberIsConfirmed() {
        var full = new LinkPair(KEY, WindowBounds.DEFAULT, new InboxBounds(0, 0));
        StampedEvent foreign = new LaneSite("bb", Set.of("aa", "bb", "cc"), KEY).publishes(append(KEY, "cause"));
        full.origin.arrive(foreign.dot().site(), foreign);
        StampedEvent event = full.origin.publishes(append(KEY, "x"));
        full.rounds(4);
        assertThat(full.lane().confirmedNumber()).isPositive();
        assertThat(full.lane().isSettled(KEY, event.dot().counter(), full.lane().lastLogged()))
                .isFalse();

        full.destination.arrive(foreign.dot().site(), 1, 1, foreign);
        full.rounds(15);

        assertThat(full.destination.document(KEY)).contains("x");
        assertThat(full.lane().isSettled(KEY, event.dot().counter(), full.lane().lastLogged()))
                .isTrue();
    }

    @Test
    void L12_aRestartOwesWhatWasNotConfirmed() {
        link.losesReports = true;
        StampedEvent event = publish("x");
        link.rounds(2);

        link.restartOrigin();
        assertThat(isSettled(event)).isFalse();
        link.losesReports = false;
        link.rounds(4);

        assertThat(isSettled(event)).isTrue();
    }
}
