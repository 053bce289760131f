package io.crossweave.cli.command;

import io.crossweave.cli.Crossweave;
import io.crossweave.cli.ExitCode;
import io.crossweave.cli.bench.Load;
import io.crossweave.cli.bench.PublishBench;
import io.crossweave.cli.site.Site;
import io.crossweave.cli.site.SiteClient;
import java.net.http.HttpClient;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code bench latency}: how long an event takes from when it was due at the first site until it is applied at each other. */
@Command(
        name = "latency",
        description = {
            "Publishes to the first site, watches at the others, and prints how long events took",
            "until they were acknowledged and until they were applied at each peer."
        })
public final class BenchLatencyCommand implements Callable<Integer> {
    @ParentCommand
    private BenchCommand bench;

    @Spec
    private CommandSpec spec;

    @Mixin
    private SiteOptions options;

    @Mixin
    private BenchOptions loadOptions;

    @Override
    public Integer call() throws InterruptedException {
        Crossweave crossweave = bench.crossweave();
        Load load = loadOptions.load(spec);
        List<Site> sites = SiteOptions.ofDemo(crossweave);
        String token = options.token(crossweave);
        try (HttpClient http = SiteClient.http()) {
            var first = new SiteClient(http, sites.getFirst(), token);
            List<SiteClient> peers = sites.stream()
                    .skip(1)
                    .map(site -> new SiteClient(http, site, token))
                    .toList();
            spec.commandLine().getOut().println(new PublishBench(first, peers, load).run());
        }
        spec.commandLine().getOut().flush();
        return ExitCode.DONE;
    }
}
