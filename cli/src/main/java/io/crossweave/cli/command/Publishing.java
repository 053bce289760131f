package io.crossweave.cli.command;

import io.crossweave.cli.Crossweave;
import io.crossweave.cli.ExitCode;
import io.crossweave.cli.json.Members;
import io.crossweave.cli.site.Answer;
import io.crossweave.cli.site.Call;
import io.crossweave.core.document.JsonValue;
import io.crossweave.core.document.JsonWriter;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** What commands that change a context have in common. */
final class Publishing {
    @Mixin
    private ContextName context;

    @Mixin
    private SiteCall site;

    @Option(
            names = "--labels",
            paramLabel = "K=V,...",
            description = "Labels of the change, such as residency=EU; they decide where it may go.")
    private @Nullable String labels;

    @Option(
            names = "--if-match",
            paramLabel = "VERSION",
            description = "Change nothing unless the context has this version at the site.")
    private @Nullable String ifMatch;

    @Option(
            names = "--ttl",
            paramLabel = "SECONDS",
            description = "Let the context expire so long after this change (default: as its type says, or as it is).")
    private @Nullable String ttl;

    Call call(String method) {
        Call call = Call.of(method, context.path());
        if (labels != null) {
            call = call.withHeader("Crossweave-Labels", labels);
        }
        if (ttl != null) {
            call = call.withHeader("Crossweave-Ttl", ttl);
        }
        return ifMatch == null ? call : call.withHeader("If-Match", '"' + ifMatch + '"');
    }

    /** Sends the change and prints its version, or with {@code --json} all of the answer. */
    int publish(Crossweave crossweave, CommandSpec spec, Call call) throws InterruptedException {
        Answer answer = site.send(crossweave, call);
        JsonValue published = answer.json();
        PrintWriter out = spec.commandLine().getOut();
        out.println(
                crossweave.json()
                        ? JsonWriter.toText(published)
                        : Members.text(published, "contextVersion").orElse(""));
        out.flush();
        return ExitCode.DONE;
    }
}
