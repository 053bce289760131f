package io.crossweave.core.link;

import static io.crossweave.core.scripted.Changes.append;
import static io.crossweave.core.scripted.Changes.beside;
import static io.crossweave.core.scripted.Changes.note;
import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.context.InboxBounds;
import io.crossweave.core.context.QuarantineBounds;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.scripted.Changes;
import io.crossweave.core.scripted.LaneSite;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A destination without any inbox, an origin with a window of four numbers, and a context whose cause does not come. */
class TurnedAwayTest {
    private static final ContextKey WAITS = note("waits");
    private static final ContextKey OTHER = beside(WAITS);
    private static final ContextKey THIRD = beside(WAITS, 2).get(1);
    private static final WindowBounds FEW = new WindowBounds(4, Limits.WINDOW_BYTES_MAX);
    private static final InboxBounds NONE = new InboxBounds(0, 0);

    private final LinkPair link = new LinkPair(WAITS, FEW, NONE);
    private final LaneSite b = new LaneSite("bb", Set.of("aa", "bb", "cc"), WAITS);
    private StampedEvent cause;
    private int events;

    @BeforeEach
    void theOriginHasTheCause() {
        cause = b.publishes(append(WAITS, "cause"));
        link.origin.arrive(b.id, cause);
    }

    /** Publishes one event after the other, each of which leaves in an envelope of its own while the window lets it. */
    private void publish(ContextKey key, int count) {
        for (int i = 0; i < count; i++) {
            link.origin.publishes(append(key, "e" + ++events));
            link.send();
        }
    }

    private long at(ContextKey key) {
        return link.destination.stored(key).vector().get(link.origin.id);
    }

    private void causeComes() {
        link.destination.arrive(b.id, cause);
    }

    @Test
    void L13_aContextThatWaitsDelaysNoOtherEvenWithoutAnInbox() {
        // Given: as many events that wait as would fill the window several times
        publish(WAITS, 20);

        // When
        publish(OTHER, 4);
        link.rounds(3);

        // Then
        assertThat(at(OTHER)).isEqualTo(4);
        assertThat(at(WAITS)).isZero();
        for (int i = 1; i <= 20; i++) {
            publish(WAITS, 1);
            publish(OTHER, 1);
            link.round();
            assertThat(at(OTHER)).as("after second %d", i).isGreaterThanOrEqualTo(4 + i - 1);
        }
    }

    @Test
    void L13_onceTheCauseIsThereEverythingComes() {
        publish(WAITS, 300);
        publish(OTHER, 3);
        link.rounds(60);
        assertThat(at(WAITS)).isZero();
        assertThat(link.lane().heldContexts()).isEqualTo(1);

        causeComes();
        link.rounds(60);
        publish(WAITS, 1);
        link.rounds(3);

        assertThat(at(WAITS)).isEqualTo(301);
        assertThat(at(OTHER)).isEqualTo(3);
        assertThat(link.lane().isIdle()).isTrue();
        assertThat(link.lane().heldContexts()).isZero();
    }

    @Test
    void L13_aContextThatWaitsForLongIsOfferedSeldomAndOneDotAtATime() {
        publish(WAITS, 300);
        link.rounds(100);
        link.takeSent();

        link.rounds(300);

        assertThat(LinkPair.dots(link.takeSent(), WAITS)).isBetween(20L, 31L);
    }

    @Test
    void L13_restartsInBetweenLoseNothing() {
        publish(WAITS, 10);
        publish(OTHER, 5);
        link.rounds(4);

        link.restartOrigin();
        link.rounds(4);
        publish(OTHER, 5);
        link.rounds(4);
        assertThat(at(OTHER)).isEqualTo(10);
        link.restartDestination(Changes.NOTE);
        publish(WAITS, 5);
        publish(OTHER, 5);
        link.rounds(8);
        assertThat(at(OTHER)).isEqualTo(15);
        link.restartOrigin();
        causeComes();
        link.rounds(40);

        assertThat(at(WAITS)).isEqualTo(15);
        assertThat(at(OTHER)).isEqualTo(15);
        assertThat(link.lane().isIdle()).isTrue();
        link.restartOrigin();
        assertThat(link.lane().queued()).isZero();
    }

    @Test
    void L13_lostEnvelopesAndLostReportsAreMadeUpFor() {
        publish(WAITS, 6);
        link.losesReports = true;
        link.rounds(5);
        link.losesReports = false;
        link.losesEnvelope = send -> send.number() % 3 != 0;
        publish(OTHER, 6);
        link.rounds(8);
        link.losesEnvelope = send -> send.items().isEmpty();
        link.rounds(8);
        link.losesEnvelope = send -> false;
        link.rounds(20);

        assertThat(at(OTHER)).isEqualTo(6);
        causeComes();
        link.rounds(60);
        assertThat(at(WAITS)).isEqualTo(6);
        assertThat(link.lane().isIdle()).isTrue();
    }

    @Test
    void L13_aNumberOfSeveralContextsPartsOnlyFromThoseThatFoundNoRoom() {
        link.origin.publishes(append(OTHER, "o1"));
        link.origin.publishes(append(WAITS, "w1"));
        link.origin.publishes(append(THIRD, "t1"));
        link.round();
        assertThat(at(OTHER)).isEqualTo(1);
        assertThat(at(THIRD)).isEqualTo(1);
        link.takeSent();

        link.origin.publishes(append(WAITS, "w2"));
        link.origin.publishes(append(THIRD, "t2"));
        link.rounds(2);

        assertThat(at(THIRD)).isEqualTo(2);
        assertThat(LinkPair.dots(link.takeSent(), WAITS)).isLessThanOrEqualTo(1);
        assertThat(link.lane().confirmedNumber()).isEqualTo(link.lane().lastNumber());
    }

    @Test
    void L8_aContextThatWaitsAndIsOnHoldStaysParkedUntilBothEnd() {
        publish(WAITS, 3);
        link.rounds(3);

        link.origin.policy.hold((event, to) -> event.key().equals(WAITS));
        causeComes();
        publish(OTHER, 3);
        link.rounds(40);
        assertThat(at(WAITS)).isZero();
        assertThat(at(OTHER)).isEqualTo(3);

        link.origin.policy.releaseAll();
        link.rounds(40);
        assertThat(at(WAITS)).isEqualTo(3);
        assertThat(link.lane().isIdle()).isTrue();
    }

    @Test
    void L12_theWatermarkStaysBehindWhatWaits() {
        publish(OTHER, 1);
        link.rounds(5);
        long waitsFromMs = link.origin.nowMs;
        publish(WAITS, 1);
        link.rounds(30);
        publish(OTHER, 1);
        link.rounds(5);

        assertThat(link.appliedWatermarkMs()).isLessThan(waitsFromMs);
        causeComes();
        link.rounds(40);
        assertThat(link.appliedWatermarkMs()).isGreaterThan(waitsFromMs + 60_000);
    }

    @Test
    void L12_aHoldKeepsWatermarkAndLogBackAlsoWhileAnotherContextWaits() {
        publish(OTHER, 1);
        link.rounds(3);
        link.origin.policy.hold((event, to) -> event.key().equals(OTHER));
        long heldFromMs = link.origin.nowMs;
        publish(OTHER, 1);
        link.rounds(3);
        publish(WAITS, 1);
        link.rounds(10);

        assertThat(link.appliedWatermarkMs()).isLessThan(heldFromMs);
        link.restartOrigin();
        link.origin.policy.releaseAll();
        link.rounds(4);
        assertThat(at(OTHER)).isEqualTo(2);
    }

    @Test
    void L13_whatFindsNoRoomInTheQuarantineWaitsAtItsOriginUntilTheTypeIsKnown() {
        var unknowing = new LaneSite(
                "cc",
                Set.of("aa", "bb", "cc"),
                OTHER,
                InboxBounds.DEFAULT,
                new QuarantineBounds(2, Limits.QUARANTINE_BYTES_MAX));
        unknowing.restartWith(Changes.MEMO);
        var toUnknowing = new LinkPair(OTHER, FEW, unknowing);
        for (int i = 1; i <= 20; i++) {
            toUnknowing.origin.publishes(append(OTHER, "e" + i));
            toUnknowing.send();
        }
        toUnknowing.rounds(20);
        assertThat(unknowing.stored(OTHER).vector().get(toUnknowing.origin.id)).isZero();
        assertThat(toUnknowing.lane().confirmedNumber())
                .isEqualTo(toUnknowing.lane().lastNumber());

        toUnknowing.restartDestination(Changes.NOTE);
        toUnknowing.rounds(30);

        assertThat(unknowing.stored(OTHER).vector().get(toUnknowing.origin.id)).isEqualTo(20);
        assertThat(toUnknowing.lane().isIdle()).isTrue();
    }

    @Test
    void L12_theLogIsConfirmedOnlyBelowWhatWaits() {
        publish(OTHER, 1);
        publish(WAITS, 1);
        publish(OTHER, 9);
        link.rounds(10);
        link.takeSent();

        link.restartOrigin();
        link.rounds(1);

        List<LinkEffect.Send> again = link.takeSent();
        assertThat(LinkPair.dots(again, WAITS)).isEqualTo(1);
    }
}
