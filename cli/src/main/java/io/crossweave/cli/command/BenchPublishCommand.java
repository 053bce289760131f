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

/** {@code bench publish}: how long the first site takes to acknowledge. */
@Command(name = "publish", description = "Publishes to the first site and prints how long acknowledgements took.")
public final class BenchPublishCommand implements Callable<Integer> {
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
        try (HttpClient http = SiteClient.http()) {
            var site = new SiteClient(http, sites.getFirst(), options.token(crossweave));
            spec.commandLine().getOut().println(new PublishBench(site, List.of(), load).run());
        }
        spec.commandLine().getOut().flush();
        return ExitCode.DONE;
    }
}
