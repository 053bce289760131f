package io.crossweave.it.sites;

import io.crossweave.core.document.JsonArray;
import io.crossweave.core.document.JsonLimits;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonReader;
import io.crossweave.core.document.JsonString;
import io.crossweave.core.document.JsonValue;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** A conversation between a user and a system, in turns. */
record Dialogue(String id, List<Turn> turns) {
    Dialogue {
        turns = List.copyOf(turns);
    }

    /**
     * One turn.
     *
     * @param services which services it is about
     * @param state by service: what has been understood of the user's wishes
     */
    record Turn(String speaker, String text, JsonArray services, JsonObject state) {
        boolean isUsers() {
            return speaker.equals("USER");
        }
    }

    /** The first dialogues of a gzipped file of the Schema-Guided Dialogue dataset, one as JSON on each line. */
    static List<Dialogue> read(Path file, int limit) throws IOException {
        var dialogues = new ArrayList<Dialogue>();
        try (var lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null && dialogues.size() < limit; line = lines.readLine()) {
                dialogues.add(of((JsonObject) JsonReader.parse(line, JsonLimits.DEFAULT)));
            }
        }
        return dialogues;
    }

    private static Dialogue of(JsonObject json) {
        var turns = new ArrayList<Turn>();
        for (JsonValue turn : array(json, "turns")) {
            var said = (JsonObject) turn;
            var services = new ArrayList<JsonValue>();
            JsonObject state = JsonObject.EMPTY;
            for (JsonValue frame : array(said, "frames")) {
                var of = (JsonObject) frame;
                services.add(new JsonString(text(of, "service")));
                if (of.get("state") instanceof JsonObject understood) {
                    state = state.with(text(of, "service"), understood);
                }
            }
            turns.add(new Turn(text(said, "speaker"), text(said, "utterance"), JsonArray.of(services), state));
        }
        return new Dialogue(text(json, "dialogue_id"), turns);
    }

    private static Iterable<JsonValue> array(JsonObject json, String name) {
        return json.get(name) instanceof JsonArray array ? array : JsonArray.EMPTY;
    }

    private static String text(JsonObject json, String name) {
        return json.get(name) instanceof JsonString text ? text.value() : "";
    }

    /** Dialogues that need no data: each turn names its dialogue and place. */
    static List<Dialogue> invented(int count, int turnsEach) {
        var dialogues = new ArrayList<Dialogue>();
        for (int d = 0; d < count; d++) {
            var turns = new ArrayList<Turn>();
            for (int t = 0; t < turnsEach; t++) {
                String said = "Dialogue " + d + ", turn " + t + ": naïve café 東京 \uD83D\uDE00";
                var state = JsonObject.of("Rooms_1", JsonObject.of("turn", new JsonString("t" + t)));
                turns.add(
                        new Turn(t % 2 == 0 ? "USER" : "SYSTEM", said, JsonArray.of(new JsonString("Rooms_1")), state));
            }
            dialogues.add(new Dialogue("invented-" + d, turns));
        }
        return dialogues;
    }
}
