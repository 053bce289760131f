package io.crossweave.core.link;

import static io.crossweave.core.scripted.Changes.note;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.limits.Limits;
import io.crossweave.core.model.ContextKey;
import java.util.List;
import org.junit.jupiter.api.Test;

class SendWindowTest {
    private static final ContextKey KEY = note("c");

    private final SendWindow window = new SendWindow(WindowBounds.DEFAULT);

    private void send(long firstPosition, long bytes) {
        List<ItemSource> sources = List.of(new ItemSource.OwnDots(KEY, 1, 1));
        window.add(new SentEnvelope(window.nextNumber(), sources, firstPosition, 0, bytes, 0));
    }

    @Test
    void L12_aConfirmationIsCumulativeAndAnswersWhatItCovers() {
        send(4, 10);
        send(4, 10);
        send(9, 10);

        assertThat(window.confirm(2)).extracting(SentEnvelope::firstPosition).containsExactly(4L, 4L);
        assertThat(window.confirmedNumber()).isEqualTo(2);
        assertThat(window.confirm(2)).isEmpty();
        assertThat(window.confirm(1)).isEmpty();
        assertThat(window.confirm(99)).extracting(SentEnvelope::firstPosition).containsExactly(9L);
        assertThat(window.confirmedNumber()).isEqualTo(3);
        assertThat(window.isEmpty()).isTrue();
    }

    @Test
    void L12_theWindowIsBoundedInEnvelopes() {
        for (int i = 0; i < Limits.WINDOW_ENVELOPES_MAX; i++) {
            assertThat(window.hasRoom()).isTrue();
            send(i, 1);
        }

        assertThat(window.hasRoom()).isFalse();
        window.confirm(1);
        assertThat(window.hasRoom()).isTrue();
    }

    @Test
    void L12_theWindowIsBoundedInBytes() {
        send(1, Limits.WINDOW_BYTES_MAX);

        assertThat(window.hasRoom()).isFalse();
        window.confirm(1);
        assertThat(window.hasRoom()).isTrue();
    }

    @Test
    void L13_aNumberThatBringsNothingAnyMoreTakesUpNoRoom() {
        for (int i = 0; i < Limits.WINDOW_ENVELOPES_MAX; i++) {
            send(i, 1);
        }
        SentEnvelope second = requireNonNull(window.get(2));

        window.replace(second.without(note("other")));
        assertThat(window.hasRoom()).isFalse();
        window.replace(second.without(KEY));

        assertThat(window.hasRoom()).isTrue();
        assertThat(window.confirm(2)).hasSize(2);
        assertThat(window.in(1, 3)).extracting(SentEnvelope::number).containsExactly(3L);
    }

    @Test
    void L12_theLowestPositionIsThatOfWhatIsStillBrought() {
        send(9, 1);
        send(4, 1);
        send(12, 1);

        assertThat(window.lowestPosition()).isEqualTo(4);
        window.replace(requireNonNull(window.get(2)).without(KEY));
        assertThat(window.lowestPosition()).isEqualTo(9);
        window.confirm(2);
        assertThat(window.lowestPosition()).isEqualTo(12);
        window.confirm(3);
        assertThat(window.lowestPosition()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void onlyWhatIsUnconfirmedCanBeSentAgain() {
        send(1, 1);
        send(2, 1);
        send(3, 1);
        window.confirm(1);

        assertThat(window.in(1, 2)).extracting(SentEnvelope::number).containsExactly(2L);
        assertThat(window.in(3, 2)).isEmpty();
        assertThat(window.get(1)).isNull();
        assertThat(window.get(3)).isNotNull();
    }
}
