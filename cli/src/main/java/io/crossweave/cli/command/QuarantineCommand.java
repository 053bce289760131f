package io.crossweave.cli.command;

import io.crossweave.cli.Crossweave;
import io.crossweave.cli.ExitCode;
import io.crossweave.cli.json.Members;
import io.crossweave.cli.site.Call;
import io.crossweave.core.document.JsonArray;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonValue;
import io.crossweave.core.document.JsonWriter;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code quarantine}: what a site could not apply, and what is to become of it. */
@Command(
        name = "quarantine",
        description = {
            "Lists what a site could not apply, with reason, attempts and first failure;",
            "--replay tries one item again (exit 1 where it stays), --delete gives it up for good."
        })
public final class QuarantineCommand implements Callable<Integer> {
    private static final String PATH = "/v1/quarantine";
    private static final String ROW = "%-20s %-24s %-28s %8s  %-24s %s%n";

    @ParentCommand
    private Crossweave crossweave;

    @Spec
    private CommandSpec spec;

    @Mixin
    private SiteCall site;

    /** What is to be done with one item. */
    private static final class Order {
        @Option(
                names = "--replay",
                paramLabel = "ID",
                required = true,
                description = "Try this item again now; what waits behind it follows in order.")
        private @Nullable String replay;

        @Option(
                names = "--delete",
                paramLabel = "ID",
                required = true,
                description = "Decline this item: a hole at this site for good, which is audited.")
        private @Nullable String delete;

        private Call call() {
            return replay != null
                    ? Call.of("POST", PATH + "/" + Call.segment(replay) + "/replay")
                    : Call.of("DELETE", PATH + "/" + Call.segment(delete == null ? "" : delete));
        }
    }

    @ArgGroup(exclusive = true)
    private @Nullable Order order;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        int exit = order == null ? list(out) : order(order.call(), out);
        out.flush();
        return exit;
    }

    private int order(Call call, PrintWriter out) throws InterruptedException {
        JsonValue answer = site.send(crossweave, call).json();
        String outcome = Members.text(answer, "outcome").orElse("?");
        if (crossweave.json()) {
            out.println(JsonWriter.toText(answer));
        } else {
            String reason =
                    Members.text(answer, "reason").map(text -> ": " + text).orElse("");
            out.println(outcome + reason);
        }
        return outcome.equals("quarantined") ? ExitCode.NO : ExitCode.DONE;
    }

    private int list(PrintWriter out) throws InterruptedException {
        List<JsonValue> items = all();
        if (crossweave.json()) {
            out.println(JsonWriter.toText(JsonObject.of("items", JsonArray.of(items))));
            return ExitCode.DONE;
        }
        if (items.isEmpty()) {
            out.println("nothing is quarantined");
            return ExitCode.DONE;
        }
        out.printf(Locale.ROOT, ROW, "TYPE", "CONTEXT", "DOT", "ATTEMPTS", "FIRST FAILURE", "REASON, ID");
        for (JsonValue item : items) {
            out.printf(
                    Locale.ROOT,
                    ROW,
                    text(item, "type"),
                    text(item, "contextId"),
                    text(item, "dot"),
                    Members.number(item, "attempts").map(String::valueOf).orElse("?"),
                    text(item, "firstFailureAt"),
                    text(item, "reason"));
            out.println("  " + text(item, "id"));
        }
        return ExitCode.DONE;
    }

    private List<JsonValue> all() throws InterruptedException {
        var items = new ArrayList<JsonValue>();
        Optional<String> next = Optional.of("");
        while (next.isPresent()) {
            String after = next.get().isEmpty() ? "" : "&after=" + Call.segment(next.get());
            JsonValue page = site.send(crossweave, Call.get(PATH + "?limit=1000" + after))
                    .json();
            Members.array(page, "items").forEach(items::add);
            next = Members.text(page, "next");
        }
        return items;
    }

    private static String text(JsonValue item, String name) {
        return Members.text(item, name).orElse("?");
    }
}
