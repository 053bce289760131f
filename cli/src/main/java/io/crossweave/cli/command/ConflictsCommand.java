package io.crossweave.cli.command;

import io.crossweave.cli.ExitCode;
import io.crossweave.cli.json.Members;
import io.crossweave.cli.site.Call;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonString;
import io.crossweave.core.document.JsonValue;
import io.crossweave.core.document.JsonWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code conflicts}: what was written at several sites at once, and which of it is to stand. */
@Command(
        name = "conflicts",
        description = {
            "Lists conflicts as a site sees them; the side that is shown is marked with *.",
            "With --resolve settles one: by --choose DOT, or by a whole document from --file or standard input."
        })
public final class ConflictsCommand extends ListingCommand {
    private static final String ROW = "%-32s %-8s %-8s %-40s %s%n";

    @Mixin
    private RequestBody body;

    @Option(names = "--type", paramLabel = "TYPE", description = "Of this context type only.")
    private @Nullable String type;

    @Option(
            names = "--state",
            paramLabel = "STATE",
            defaultValue = "open",
            description = "open, settled or all (default: ${DEFAULT-VALUE}).")
    private String state;

    @Option(names = "--resolve", paramLabel = "ID", description = "The conflict to settle.")
    private @Nullable String resolve;

    @Option(names = "--choose", paramLabel = "DOT", description = "The side that is to stand, as the list names it.")
    private @Nullable String choose;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (resolve == null) {
            return list(path(), ConflictsCommand::print);
        }
        order(
                resolution(resolve),
                answer -> Members.text(answer, "contextVersion").orElse(""));
        return ExitCode.DONE;
    }

    private Call resolution(String id) throws IOException {
        JsonObject answer = choose == null
                ? JsonObject.of("document", RequestBody.parse(body.bytes()))
                : JsonObject.of("choose", new JsonString(choose));
        return Call.of("POST", "/v1/conflicts/" + Call.segment(id) + "/resolution")
                .withBody("application/json", JsonWriter.toText(answer).getBytes(StandardCharsets.UTF_8));
    }

    private String path() {
        return "/v1/conflicts?state=" + Call.segment(state) + (type == null ? "" : "&type=" + Call.segment(type));
    }

    private static void print(PrintWriter out, List<JsonValue> conflicts) {
        out.printf(Locale.ROOT, ROW, "CONFLICT", "STATE", "RULE", "CONTEXT", "PATH");
        for (JsonValue conflict : conflicts) {
            String context = text(conflict, "type") + "/" + text(conflict, "contextId");
            out.printf(
                    Locale.ROOT,
                    ROW,
                    text(conflict, "id"),
                    text(conflict, "state"),
                    text(conflict, "rule"),
                    context,
                    text(conflict, "path"));
            for (JsonValue side : Members.array(conflict, "sides")) {
                String mark = text(side, "dot").equals(text(conflict, "winner")) ? "*" : " ";
                out.printf(Locale.ROOT, "  %s %s %s%n", mark, text(side, "dot"), written(side));
            }
            Members.text(conflict, "resolverFailed")
                    .ifPresent(reason -> out.println("    left to people: resolver " + reason));
        }
    }

    private static String written(JsonValue side) {
        JsonValue value = side instanceof JsonObject object ? object.get("value") : null;
        String source = Members.text(side, "source").map(text -> text + " ").orElse("");
        boolean deleted = side instanceof JsonObject object && object.get("deleted") != null;
        return source + (deleted ? "deleted the context" : value == null ? "(too large)" : JsonWriter.toText(value));
    }
}
