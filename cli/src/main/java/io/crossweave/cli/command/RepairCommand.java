package io.crossweave.cli.command;

import io.crossweave.cli.CommandFailure;
import io.crossweave.cli.Crossweave;
import io.crossweave.cli.ExitCode;
import io.crossweave.cli.json.Members;
import io.crossweave.cli.site.Answer;
import io.crossweave.cli.site.Call;
import io.crossweave.cli.site.Site;
import io.crossweave.cli.site.SiteClient;
import io.crossweave.core.document.JsonArray;
import io.crossweave.core.document.JsonBoolean;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonString;
import io.crossweave.core.document.JsonValue;
import io.crossweave.core.document.JsonWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code repair}: has sites look for silent differences, and waits for what comes of it. */
@Command(
        name = "repair",
        description = {
            "Has sites look through their stores and compare what their peers hold of their entries; what silently",
            "differs is mended. Prints what each comparison came to; exit 1 where one did not come to its end in time."
        })
public final class RepairCommand implements Callable<Integer> {
    private static final String PATH = "/v1/repairs";
    private static final String ROW = "%-22s %-22s %-12s %10s %10s%n";
    private static final long POLL_MS = 500;

    @ParentCommand
    private Crossweave crossweave;

    @Spec
    private CommandSpec spec;

    @Mixin
    private SiteOptions options;

    @Option(
            names = "--site",
            paramLabel = "SITE",
            split = ",",
            description = "The sites, by their names in the demo or by their URLs (default: all of the demo).")
    private @Nullable List<String> sites;

    @Option(
            names = "--timeout-s",
            paramLabel = "N",
            defaultValue = "60",
            description = "How long to wait for the end (default: ${DEFAULT-VALUE}).")
    private int timeoutSeconds;

    @Override
    public Integer call() throws InterruptedException {
        String token = options.token(crossweave);
        try (HttpClient http = SiteClient.http()) {
            List<SiteClient> clients = chosen().stream()
                    .map(site -> new SiteClient(http, site, token))
                    .toList();
            for (SiteClient client : clients) {
                send(client, Call.of("POST", PATH));
            }
            long endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(timeoutSeconds);
            var answers = new ArrayList<JsonValue>();
            for (SiteClient client : clients) {
                JsonValue answer = send(client, Call.get(PATH));
                while (isUnderWay(answer) && System.nanoTime() < endNanos) {
                    TimeUnit.MILLISECONDS.sleep(POLL_MS);
                    answer = send(client, Call.get(PATH));
                }
                answers.add(answer);
            }
            return print(clients, answers);
        }
    }

    private List<Site> chosen() {
        return sites == null
                ? SiteOptions.ofDemo(crossweave)
                : sites.stream()
                        .map(site -> SiteOptions.named(crossweave, site))
                        .toList();
    }

    private static JsonValue send(SiteClient client, Call call) throws InterruptedException {
        try {
            Answer answer = client.send(call);
            if (!answer.isSuccess()) {
                throw new CommandFailure(client.site().name() + " answers " + answer.refusal());
            }
            return answer.json();
        } catch (IOException e) {
            throw SiteCall.unreachable(client.site(), e);
        }
    }

    private static boolean isUnderWay(JsonValue answer) {
        for (JsonValue peer : Members.array(answer, "items")) {
            if (peer instanceof JsonObject object && JsonBoolean.TRUE.equals(object.get("underWay"))) {
                return true;
            }
        }
        return false;
    }

    private int print(List<SiteClient> clients, List<JsonValue> answers) {
        PrintWriter out = spec.commandLine().getOut();
        boolean all = true;
        var json = new ArrayList<JsonValue>();
        if (!crossweave.json()) {
            out.printf(Locale.ROOT, ROW, "SITE", "PEER", "RESULT", "DIFFERING", "RESTATED");
        }
        for (int i = 0; i < clients.size(); i++) {
            String site = clients.get(i).site().name();
            json.add(
                    answers.get(i) instanceof JsonObject object
                            ? object.with("site", new JsonString(site))
                            : answers.get(i));
            for (JsonValue peer : Members.array(answers.get(i), "items")) {
                String result = result(peer);
                all &= result.equals("compared");
                if (!crossweave.json()) {
                    out.printf(
                            Locale.ROOT,
                            ROW,
                            site,
                            Members.text(peer, "site").orElse("?"),
                            result,
                            number(peer, "differing"),
                            number(peer, "restated"));
                }
            }
        }
        if (crossweave.json()) {
            out.println(JsonWriter.toText(JsonObject.of("sites", JsonArray.of(json))));
        }
        out.flush();
        return all ? ExitCode.DONE : ExitCode.NO;
    }

    private static String result(JsonValue peer) {
        boolean underWay = peer instanceof JsonObject object && JsonBoolean.TRUE.equals(object.get("underWay"));
        return underWay ? "under way" : Members.text(peer, "result").orElse("?");
    }

    private static String number(JsonValue peer, String name) {
        return Members.number(peer, name).map(String::valueOf).orElse("-");
    }
}
