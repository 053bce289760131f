package io.crossweave.cli.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.cli.replay.Dialogue.Frame;
import io.crossweave.cli.replay.Dialogue.State;
import io.crossweave.cli.replay.Dialogue.Turn;
import io.crossweave.core.document.JsonArray;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonString;
import io.crossweave.core.document.JsonWriter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class TurnEventTest {
    private static final Instant NOW = Instant.parse("2026-01-15T14:30:00Z");

    private static String event(Turn turn) {
        return JsonWriter.toText(TurnEvent.of("run-d", "run-d-0", turn, NOW));
    }

    @Test
    void aTurnAppendsItsMessage() {
        assertThat(event(new Turn("SYSTEM", "C9.", List.of(new Frame("Berths", Optional.empty())))))
                .isEqualTo("{\"contextId\":\"run-d\",\"eventId\":\"run-d-0\",\"eventType\":\"CONTEXT_DELTA\","
                        + "\"payload\":{\"operations\":[{\"path\":\"/messages/-\",\"type\":\"ADD\","
                        + "\"value\":{\"services\":[\"Berths\"],\"speaker\":\"SYSTEM\",\"text\":\"C9.\"}}]},"
                        + "\"timestamp\":\"2026-01-15T14:30:00Z\",\"type\":\"conversation\",\"version\":\"1\"}");
    }

    @Test
    void whatIsKnownOfAServiceIsMergedMemberByMember() {
        JsonObject slots = JsonObject.of("length/m", JsonArray.of(new JsonString("9.4")));
        var frame = new Frame("Berths", Optional.of(new State(Optional.of("Find"), slots)));

        assertThat(event(new Turn("USER", "A berth?", List.of(frame))))
                .contains("{\"path\":\"/state/Berths/active_intent\",\"type\":\"REPLACE\",\"value\":\"Find\"}")
                .contains(
                        "{\"path\":\"/state/Berths/slot_values/length~1m\",\"type\":\"REPLACE\",\"value\":[\"9.4\"]}");
    }
}
