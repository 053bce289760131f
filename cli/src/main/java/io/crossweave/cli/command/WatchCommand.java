package io.crossweave.cli.command;

import io.crossweave.cli.Crossweave;
import io.crossweave.cli.ExitCode;
import io.crossweave.cli.site.Call;
import io.crossweave.cli.site.SiteClient;
import io.crossweave.cli.site.StreamedEvent;
import io.crossweave.cli.site.Watch;
import io.crossweave.core.document.InvalidJsonException;
import io.crossweave.core.document.JsonLimits;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonReader;
import io.crossweave.core.document.JsonString;
import io.crossweave.core.document.JsonValue;
import io.crossweave.core.document.JsonWriter;
import java.io.PrintWriter;
import java.net.http.HttpClient;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code watch}: prints changes as they are committed at a site. */
@Command(
        name = "watch",
        description = {
            "Prints a context's changes as a site commits them, one JSON line per event, until it is stopped.",
            "A stream that breaks off is taken up again without gap or duplicate."
        })
public final class WatchCommand implements Callable<Integer> {
    @ParentCommand
    private Crossweave crossweave;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ContextName context;

    @Mixin
    private SiteCall site;

    @Option(names = "--limit", paramLabel = "N", description = "End after so many events (default: go on).")
    private @Nullable Integer limit;

    private int printed;

    @Override
    public Integer call() throws InterruptedException {
        try (HttpClient http = SiteClient.http()) {
            SiteClient client = site.client(crossweave, http);
            new Watch(client, Call.get(context.path() + "/watch"), this::say).run(this::printIsLast);
            // Otherwise the client waits for the end of a stream that has none.
            http.shutdownNow();
        }
        return ExitCode.DONE;
    }

    private void say(String line) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("crossweave: " + line);
        err.flush();
    }

    private boolean printIsLast(StreamedEvent event) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(JsonWriter.toText(JsonObject.of(
                "event", new JsonString(event.event()),
                "id", new JsonString(event.id()),
                "data", parsed(event.data()))));
        out.flush();
        printed++;
        return limit != null && printed >= limit;
    }

    private static JsonValue parsed(String text) {
        try {
            return JsonReader.parse(text, JsonLimits.DEFAULT);
        } catch (InvalidJsonException e) {
            return new JsonString(text);
        }
    }
}
