package io.crossweave.cli.command;

import io.crossweave.cli.json.Members;
import io.crossweave.core.document.JsonNumber;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonValue;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;

/** {@code peers}: how a site sees the others. */
@Command(
        name = "peers",
        description = {
            "Prints how a site sees its peers: state, what was sent and confirmed, what waits,",
            "and per tier the lag in ms (p50/p95/p99) and the staleness."
        })
public final class PeersCommand extends ListingCommand {
    private static final String ROW = "%-22s %-12s %10s %10s %8s  %s%n";

    @Override
    public Integer call() throws InterruptedException {
        return list("/v1/peers", PeersCommand::print);
    }

    private static void print(PrintWriter out, List<JsonValue> peers) {
        out.printf(Locale.ROOT, ROW, "PEER", "STATE", "SENT", "CONFIRMED", "QUEUED", "LAG");
        for (JsonValue peer : peers) {
            out.printf(
                    Locale.ROOT,
                    ROW,
                    text(peer, "site"),
                    text(peer, "state"),
                    number(peer, "sent"),
                    number(peer, "confirmed"),
                    number(peer, "queueDepth"),
                    lags(Members.object(peer, "lag")));
        }
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
