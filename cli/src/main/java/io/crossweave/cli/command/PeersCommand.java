package io.crossweave.cli.command;

import io.crossweave.cli.Crossweave;
import io.crossweave.cli.ExitCode;
import io.crossweave.cli.json.Members;
import io.crossweave.cli.site.Call;
import io.crossweave.core.document.JsonNumber;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonValue;
import io.crossweave.core.document.JsonWriter;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code peers}: how a site sees the others. */
@Command(
        name = "peers",
        description = {
            "Prints how a site sees its peers: state, what was sent and confirmed, what waits,",
            "and per tier the lag in ms (p50/p95/p99) and the staleness."
        })
public final class PeersCommand implements Callable<Integer> {
    private static final String ROW = "%-22s %-12s %10s %10s %8s  %s%n";

    @ParentCommand
    private Crossweave crossweave;

    @Spec
    private CommandSpec spec;

    @Mixin
    private SiteCall site;

    @Override
    public Integer call() throws InterruptedException {
        JsonValue answer = site.send(crossweave, Call.get("/v1/peers")).json();
        PrintWriter out = spec.commandLine().getOut();
        if (crossweave.json()) {
            out.println(JsonWriter.toText(answer));
        } else {
            out.printf(Locale.ROOT, ROW, "PEER", "STATE", "SENT", "CONFIRMED", "QUEUED", "LAG");
            for (JsonValue peer : Members.array(answer, "items")) {
                out.printf(
                        Locale.ROOT,
                        ROW,
                        Members.text(peer, "site").orElse("?"),
                        Members.text(peer, "state").orElse("?"),
                        number(peer, "sent"),
                        number(peer, "confirmed"),
                        number(peer, "queueDepth"),
                        lags(Members.object(peer, "lag")));
            }
        }
        out.flush();
        return ExitCode.DONE;
    }

    private static String lags(JsonObject lags) {
        var tiers = new ArrayList<String>();
        lags.forEach((tier, lag) -> tiers.add("%s %s/%s/%s, stale %s"
                .formatted(
                        tier,
                        number(lag, "p50Ms"),
                        number(lag, "p95Ms"),
                        number(lag, "p99Ms"),
                        number(lag, "stalenessMs"))));
        return tiers.isEmpty() ? "-" : String.join("; ", tiers);
    }

    private static String number(JsonValue parent, String name) {
        return parent instanceof JsonObject object && object.get(name) instanceof JsonNumber number
                ? number.literal()
                : "-";
    }
}
