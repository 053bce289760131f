package io.crossweave.cli.replay;

import io.crossweave.core.document.JsonObject;
import java.util.List;
import java.util.Optional;

/**
 * A conversation.
 *
 * @param turns in the order in which they were said
 */
public record Dialogue(String id, List<Turn> turns) {
    public Dialogue {
        turns = List.copyOf(turns);
    }

    /** What one speaker said, and about which services. */
    public record Turn(String speaker, String text, List<Frame> frames) {
        public Turn {
            frames = List.copyOf(frames);
        }
    }

    /** A service that a turn speaks of. */
    public record Frame(String service, Optional<State> state) {}

    /**
     * What the speaker wants of a service after the turn.
     *
     * @param slotValues by slot, the ways in which its value was said
     */
    public record State(Optional<String> activeIntent, JsonObject slotValues) {}
}
