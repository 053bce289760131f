package io.crossweave.cli.command;

import io.crossweave.cli.Crossweave;
import io.crossweave.cli.ExitCode;
import io.crossweave.cli.site.Answer;
import io.crossweave.cli.site.Call;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonString;
import io.crossweave.core.document.JsonWriter;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code get}: reads a context. */
@Command(
        name = "get",
        description = "Prints a context's document as a site has it; with --json its version and site, too.")
public final class GetCommand implements Callable<Integer> {
    @ParentCommand
    private Crossweave crossweave;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ContextName context;

    @Mixin
    private SiteCall site;

    @Option(
            names = "--at-least",
            paramLabel = "VERSION",
            description = "Wait until the site has seen what this version token has seen.")
    private @Nullable String atLeast;

    @Override
    public Integer call() throws InterruptedException {
        String query = atLeast == null ? "" : "?at-least=" + Call.segment(atLeast);
        Answer answer = site.send(crossweave, Call.get(context.path() + query));
        PrintWriter out = spec.commandLine().getOut();
        out.println(JsonWriter.toText(crossweave.json() ? described(answer) : answer.json()));
        out.flush();
        return ExitCode.DONE;
    }

    private static JsonObject described(Answer answer) {
        JsonObject described = JsonObject.of("document", answer.json());
        described = with(described, "version", answer, "Context-Version");
        described = with(described, "site", answer, "Context-Site");
        described = with(described, "updatedAt", answer, "Context-Updated-At");
        return with(described, "protected", answer, "Context-Protected");
    }

    private static JsonObject with(JsonObject described, String name, Answer answer, String header) {
        return answer.header(header)
                .map(value -> described.with(name, new JsonString(value)))
                .orElse(described);
    }
}
