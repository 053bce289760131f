package io.crossweave.core.link;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.context.InboxBounds;
import io.crossweave.core.context.LaneInput;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonString;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.EntryId;
import io.crossweave.core.scripted.Changes;
import io.crossweave.core.spi.WriteBatch;
import io.crossweave.core.wire.stored.StoreKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** An origin of whose own entries some are lost tells its destinations nothing that would lose them there as well (L14). */
class DamagedOriginTest {
    private static final ContextKey KEY = Changes.note("c");

    private final LinkPair pair = new LinkPair(KEY, WindowBounds.DEFAULT, InboxBounds.DEFAULT);
    private final List<StampedEvent> written = new ArrayList<>();

    /** Three values stay; of what replaced a part of a fourth event nothing is left in history. */
    private void write() {
        for (String path : List.of("a", "b", "c")) {
            written.add(pair.origin.publishes(Changes.set(KEY, path, "/" + path, "value-" + path)));
        }
        JsonObject both = JsonObject.EMPTY.with("x", new JsonString("old")).with("y", new JsonString("kept"));
        written.add(pair.origin.publishes(Changes.set(KEY, "both", "/d", both)));
        for (int i = 0; i < 5; i++) {
            written.add(pair.origin.publishes(Changes.set(KEY, "x" + i, "/d/x", "x" + i)));
        }
        pair.rounds(3);
        pair.trim();
        pair.origin.tidy(KEY);
    }

    private List<byte[]> rows() {
        return written.subList(0, 3).stream()
                .map(event -> StoreKeys.entry(
                        KEY,
                        new EntryId(event.dot(), event.additions().getLast().ordinal())))
                .collect(Collectors.toList());
    }

    private void lose() {
        var batch = new WriteBatch();
        rows().forEach(batch::delete);
        pair.origin.store().commit(batch, outcome -> {});
        pair.origin.restart();
    }

    private void damage() {
        var batch = new WriteBatch();
        for (byte[] row : rows()) {
            byte[] value = requireNonNull(pair.origin.store().get(row)).clone();
            value[value.length - 6] ^= 1;
            batch.put(row, value);
        }
        pair.origin.store().commit(batch, outcome -> {});
    }

    private static String whole() {
        return "{\"a\":\"value-a\",\"b\":\"value-b\",\"c\":\"value-c\",\"d\":{\"x\":\"x4\",\"y\":\"kept\"}}";
    }

    @Test
    void L14_aChangeOfPolicyTakesNothingThatTheOriginHasLost() {
        write();
        lose();
        pair.restartOrigin();
        pair.origin.step(new LaneInput.Recount(KEY));

        pair.origin.step(new LaneInput.Restate(KEY, "cc", 1));
        pair.rounds(3);

        assertThat(pair.destination.document(KEY)).isEqualTo(whole());
        assertThat(pair.lane().isIdle()).isTrue();
    }

    @Test
    void L11_whatADamagedOriginNarrowsGoesAllTheSame() {
        write();
        lose();
        pair.restartOrigin();
        pair.origin.policy.withhold(
                (event, destination) -> event.dot().equals(written.get(1).dot()));

        pair.origin.step(new LaneInput.Restate(KEY, "cc", 1));
        pair.rounds(3);

        assertThat(pair.destination.document(KEY))
                .isEqualTo("{\"a\":\"value-a\",\"c\":\"value-c\",\"d\":{\"x\":\"x4\",\"y\":\"kept\"}}");
    }

    @Test
    void L14_ownRowsThatAreDamagedAreMadeAgainHoweverManyTheyAre() {
        write();
        damage();

        pair.origin.step(new LaneInput.Recount(KEY));

        assertThat(pair.origin.document(KEY)).isEqualTo(whole());
        assertThat(pair.origin.alarms()).doesNotContain("damaged");
    }
}
