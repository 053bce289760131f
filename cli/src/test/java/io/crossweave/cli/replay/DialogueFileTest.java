package io.crossweave.cli.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossweave.cli.CommandFailure;
import io.crossweave.core.document.JsonWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DialogueFileTest {
    private static final String LINE = """
            {"dialogue_id":"d-1","services":["Berths"],"turns":[
             {"speaker":"USER","utterance":"A berth?","frames":[{"service":"Berths","actions":[],
              "state":{"active_intent":"Find","requested_slots":[],"slot_values":{"length":["31 ft","31"]}}}]},
             {"speaker":"SYSTEM","utterance":"C9.","frames":[{"service":"Berths"}]}]}""".replace("\n", "");

    @TempDir
    private Path folder;

    private static List<Dialogue> all(@Nullable Path file) throws IOException {
        var dialogues = new ArrayList<Dialogue>();
        try (DialogueFile open = DialogueFile.open(file)) {
            for (Dialogue next = open.next(); next != null; next = open.next()) {
                dialogues.add(next);
            }
        }
        return dialogues;
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("dialogues"), text);
    }

    @Test
    void aDialogueHasItsTurnsWithWhatTheyKnowOfServices() throws IOException {
        Dialogue dialogue = all(file(LINE)).getFirst();

        assertThat(dialogue.id()).isEqualTo("d-1");
        assertThat(dialogue.turns()).extracting(Dialogue.Turn::speaker).containsExactly("USER", "SYSTEM");
        Dialogue.State state =
                dialogue.turns().getFirst().frames().getFirst().state().orElseThrow();
        assertThat(state.activeIntent()).contains("Find");
        assertThat(JsonWriter.toText(state.slotValues())).isEqualTo("{\"length\":[\"31 ft\",\"31\"]}");
        assertThat(dialogue.turns().getLast().frames().getFirst().state()).isEmpty();
    }

    @Test
    void gzipIsSeenByItsFirstBytes() throws IOException {
        Path packed = folder.resolve("packed");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            out.write((LINE + "\n\n" + LINE).getBytes(StandardCharsets.UTF_8));
        }

        assertThat(all(packed)).hasSize(2);
        try (DialogueFile open = DialogueFile.open(packed)) {
            assertThat(open.countRest()).isEqualTo(2);
        }
    }

    @Test
    void anEmptyFileHasNoDialogues() throws IOException {
        assertThat(all(file(""))).isEmpty();
    }

    @Test
    void whatIsWrongIsToldWithItsLine() {
        assertThatThrownBy(() -> all(file(LINE + "\n{\"dialogue_id\":")))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("line 2")
                .hasMessageContaining("no JSON");
        assertThatThrownBy(() -> all(file("{\"dialogue_id\":\"x\",\"turns\":[]}")))
                .hasMessageContaining("line 1")
                .hasMessageContaining("has no turns");
        assertThatThrownBy(() -> all(file(LINE.replace("\"utterance\"", "\"said\""))))
                .hasMessageContaining("has no utterance");
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> DialogueFile.open(folder.resolve("nowhere")))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("nowhere");
    }

    @Test
    void ourOwnDialoguesAreConversations() throws IOException {
        List<Dialogue> ours = all(null);

        assertThat(ours).hasSizeGreaterThanOrEqualTo(12);
        assertThat(ours).extracting(Dialogue::id).doesNotHaveDuplicates();
        assertThat(ours)
                .allSatisfy(dialogue -> assertThat(dialogue.turns()).hasSizeGreaterThan(4))
                .allSatisfy(dialogue -> assertThat(dialogue.turns())
                        .extracting(Dialogue.Turn::speaker)
                        .contains("USER", "SYSTEM"));
    }
}
