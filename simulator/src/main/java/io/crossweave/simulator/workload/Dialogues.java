package io.crossweave.simulator.workload;

import io.crossweave.core.document.InvalidJsonException;
import io.crossweave.core.document.JsonArray;
import io.crossweave.core.document.JsonLimits;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonReader;
import io.crossweave.core.document.JsonString;
import io.crossweave.core.document.JsonValue;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Conversations that people wrote: the Schema-Guided Dialogue data beside the repository, at {@code ../shared/data/sgd}. Where it is absent
 * there are none, and runs go without.
 */
public final class Dialogues {
    /**
     * What one of the two says.
     *
     * @param known what the assistant knows by then, in what the user says; null in what the assistant says
     */
    public record Turn(
            String speaker, String text, @Nullable JsonObject known) {}

    private static final Path FILE =
            Path.of(System.getProperty("crossweave.home", ".."), "../shared/data/sgd/dialogues-dev.ndjson.gz");

    private static final Dialogues READ = new Dialogues(FILE);

    private final List<String> lines = new ArrayList<>();

    private Dialogues(Path file) {
        if (!Files.isReadable(file)) {
            return;
        }
        try (var reader = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            reader.lines().forEach(lines::add);
        } catch (IOException e) {
            throw new UncheckedIOException("can't read " + file, e);
        }
    }

    /** Where the data is looked for. */
    public static Path file() {
        return FILE;
    }

    public static int count() {
        return READ.lines.size();
    }

    /** One of them, by a number from 0. */
    public static List<Turn> turns(int index) {
        try {
            var dialogue = (JsonObject) JsonReader.parse(READ.lines.get(index), JsonLimits.DEFAULT);
            var turns = new ArrayList<Turn>();
            for (JsonValue turn : array(dialogue.get("turns"))) {
                turns.add(turn((JsonObject) turn));
            }
            return turns;
        } catch (InvalidJsonException e) {
            throw new IllegalStateException("dialogue " + index + " is no JSON", e);
        }
    }

    private static Turn turn(JsonObject turn) {
        @Nullable JsonObject known = null;
        for (JsonValue frame : array(turn.get("frames"))) {
            if (((JsonObject) frame).get("state") instanceof JsonObject state) {
                known = known == null ? state : known.with("more", state);
            }
        }
        return new Turn(text(turn.get("speaker")), text(turn.get("utterance")), known);
    }

    private static JsonArray array(@Nullable JsonValue value) {
        return value instanceof JsonArray array ? array : JsonArray.of();
    }

    private static String text(@Nullable JsonValue value) {
        return value instanceof JsonString text ? text.value() : "";
    }
}
