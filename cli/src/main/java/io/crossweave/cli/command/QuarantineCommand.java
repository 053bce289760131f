package io.crossweave.cli.command;

import io.crossweave.cli.ExitCode;
import io.crossweave.cli.json.Members;
import io.crossweave.cli.site.Call;
import io.crossweave.core.document.JsonValue;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code quarantine}: what a site could not apply, and what is to become of it. */
@Command(
        name = "quarantine",
        description = {
            "Lists what a site could not apply, with reason, attempts and first failure;",
            "--replay tries one item again (exit 1 where it stays), --delete gives it up for good."
        })
public final class QuarantineCommand extends ListingCommand {
    private static final String PATH = "/v1/quarantine";
    private static final String ROW = "%-20s %-24s %-28s %8s  %-24s %s%n";

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
        if (order == null) {
            return list(PATH + "?limit=1000", QuarantineCommand::print);
        }
        JsonValue answer = order(order.call(), QuarantineCommand::outcome);
        return text(answer, "outcome").equals("quarantined") ? ExitCode.NO : ExitCode.DONE;
    }

    private static String outcome(JsonValue answer) {
        return text(answer, "outcome")
                + Members.text(answer, "reason").map(reason -> ": " + reason).orElse("");
    }

    private static void print(PrintWriter out, List<JsonValue> items) {
        if (items.isEmpty()) {
            out.println("nothing is quarantined");
            return;
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
    }
}
