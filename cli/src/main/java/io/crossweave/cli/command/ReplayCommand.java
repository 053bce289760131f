package io.crossweave.cli.command;

import io.crossweave.cli.Crossweave;
import io.crossweave.cli.ExitCode;
import io.crossweave.cli.replay.DialogueFile;
import io.crossweave.cli.replay.ProgressLine;
import io.crossweave.cli.replay.ProgressLine.Watcher;
import io.crossweave.cli.replay.Replay;
import io.crossweave.cli.replay.ReplayPlan;
import io.crossweave.cli.replay.ReplayPlan.Order;
import io.crossweave.cli.replay.ReplayReport;
import io.crossweave.cli.site.Site;
import io.crossweave.cli.site.SiteClient;
import io.crossweave.core.document.JsonWriter;
import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code replay}: plays conversations through the sites and compares what they then hold. */
@Command(
        name = "replay",
        description = {
            "Publishes conversations turn by turn, each speaker at another site, then compares every context at every site.",
            "Ends with 1 where anything diverges."
        })
public final class ReplayCommand implements Callable<Integer> {
    private static final int DIVERGENT_SHOWN_MAX = 20;

    @ParentCommand
    private Crossweave crossweave;

    @Spec
    private CommandSpec spec;

    @Mixin
    private SiteOptions options;

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            description =
                    "Dialogues in the SGD form, one JSON object a line, plain or gzip (default: a small set of our own).")
    private @Nullable Path file;

    @Option(names = "--rate", paramLabel = "N", description = "Events per second (default: as fast as it goes).")
    private @Nullable Double rate;

    @Option(
            names = "--sites",
            paramLabel = "URL",
            split = ",",
            description = "The sites, by URL or by their names in the demo (default: all of the demo).")
    private @Nullable List<String> sites;

    @Option(names = "--limit", paramLabel = "N", description = "At most so many dialogues (default: all).")
    private @Nullable Integer limit;

    @Option(names = "--concurrent", description = "Let turns not wait until their site has seen the ones before.")
    private boolean concurrent;

    @Override
    public Integer call() throws IOException, InterruptedException {
        requirePositive("--rate", rate);
        requirePositive("--limit", limit);
        int total = Math.min(limit == null ? Integer.MAX_VALUE : limit, countDialogues());
        var plan = new ReplayPlan(
                "replay-" + Long.toString(Instant.now().toEpochMilli(), Character.MAX_RADIX),
                concurrent ? Order.CONCURRENT : Order.CAUSAL,
                rate == null ? 0 : rate,
                total);
        String token = options.token(crossweave);
        PrintWriter err = spec.commandLine().getErr();
        ReplayReport report;
        try (HttpClient http = SiteClient.http();
                DialogueFile dialogues = DialogueFile.open(file);
                var progress = new ProgressLine(err, watcher(), total)) {
            List<SiteClient> clients = chosenSites().stream()
                    .map(site -> new SiteClient(http, site, token))
                    .toList();
            report = new Replay(clients, plan, progress).run(dialogues);
        }
        print(report);
        return report.divergent().isEmpty() ? ExitCode.DONE : ExitCode.NO;
    }

    private int countDialogues() throws IOException {
        try (DialogueFile dialogues = DialogueFile.open(file)) {
            return dialogues.countRest();
        }
    }

    private List<Site> chosenSites() {
        if (sites == null) {
            return SiteOptions.ofDemo(crossweave);
        }
        return sites.stream()
                .map(site -> SiteOptions.named(crossweave, site))
                .distinct()
                .toList();
    }

    private void requirePositive(String option, @Nullable Number value) {
        if (value != null && !(value.doubleValue() > 0)) {
            throw new ParameterException(spec.commandLine(), option + " " + value + " is not above 0");
        }
    }

    private static Watcher watcher() {
        return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent()
                ? Watcher.TERMINAL
                : Watcher.LOG;
    }

    private void print(ReplayReport report) {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        report.divergent().entrySet().stream()
                .limit(DIVERGENT_SHOWN_MAX)
                .forEach(context -> err.println("crossweave: " + context.getKey() + ": " + context.getValue()));
        if (report.divergent().size() > DIVERGENT_SHOWN_MAX) {
            err.println("crossweave: and " + (report.divergent().size() - DIVERGENT_SHOWN_MAX)
                    + " more (--json tells all)");
        }
        err.flush();
        out.println(crossweave.json() ? JsonWriter.toText(report.json()) : report.line());
        out.flush();
    }
}
