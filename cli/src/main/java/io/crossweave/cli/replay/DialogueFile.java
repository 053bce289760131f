package io.crossweave.cli.replay;

import io.crossweave.cli.CommandFailure;
import io.crossweave.cli.json.Members;
import io.crossweave.cli.replay.Dialogue.Frame;
import io.crossweave.cli.replay.Dialogue.State;
import io.crossweave.cli.replay.Dialogue.Turn;
import io.crossweave.core.document.InvalidJsonException;
import io.crossweave.core.document.JsonLimits;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonReader;
import io.crossweave.core.document.JsonValue;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Dialogues, one JSON object a line: {@code dialogue_id} and {@code turns[]} with {@code speaker}, {@code utterance} and {@code frames[]} of
 * {@code service} and, where it is known, {@code state} with {@code active_intent} and {@code slot_values}. Other members are passed over.
 */
public final class DialogueFile implements AutoCloseable {
    private static final String OURS = "dialogues.ndjson";

    private final String name;
    private final BufferedReader lines;
    private int lineNumber;

    private DialogueFile(String name, InputStream in) {
        this.name = name;
        this.lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    }

    /** A file, plain or by gzip; null for the dialogues that come with the product. */
    public static DialogueFile open(@Nullable Path file) throws IOException {
        if (file == null) {
            InputStream ours = DialogueFile.class.getResourceAsStream(OURS);
            if (ours == null) {
                throw new IllegalStateException("the resource " + OURS + " is missing from this build");
            }
            return new DialogueFile(OURS, ours);
        }
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new CommandFailure("no file of dialogues can be read at " + file);
        }
        return new DialogueFile(file.toString(), unpacked(new BufferedInputStream(Files.newInputStream(file))));
    }

    private static InputStream unpacked(BufferedInputStream in) throws IOException {
        in.mark(2);
        boolean isGzip = in.read() == 0x1f && in.read() == 0x8b;
        in.reset();
        return isGzip ? new GZIPInputStream(in) : in;
    }

    /** The next dialogue, or null after the last one. */
    public @Nullable Dialogue next() throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            lineNumber++;
            if (!line.isBlank()) {
                return dialogue(line);
            }
        }
        return null;
    }

    /** How many dialogues are still to come, which are passed over by counting. */
    public int countRest() throws IOException {
        int count = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (!line.isBlank()) {
                count++;
            }
        }
        return count;
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }

    private Dialogue dialogue(String line) {
        JsonValue json;
        try {
            json = JsonReader.parse(line, JsonLimits.DEFAULT);
        } catch (InvalidJsonException e) {
            throw wrong("is no JSON: " + e.getMessage());
        }
        var turns = new ArrayList<Turn>();
        for (JsonValue turn : Members.array(json, "turns")) {
            turns.add(turn(turn));
        }
        if (turns.isEmpty()) {
            throw wrong("has no turns");
        }
        return new Dialogue(required(json, "dialogue_id"), turns);
    }

    private Turn turn(JsonValue json) {
        var frames = new ArrayList<Frame>();
        for (JsonValue frame : Members.array(json, "frames")) {
            JsonObject state = Members.object(frame, "state");
            Optional<State> known = state.isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                            new State(Members.text(state, "active_intent"), Members.object(state, "slot_values")));
            frames.add(new Frame(required(frame, "service"), known));
        }
        return new Turn(required(json, "speaker"), required(json, "utterance"), frames);
    }

    private String required(JsonValue parent, String member) {
        return Members.text(parent, member).orElseThrow(() -> wrong("has no " + member + " where it should"));
    }

    private CommandFailure wrong(String what) {
        return new CommandFailure("line " + lineNumber + " of " + name + " " + what);
    }
}
