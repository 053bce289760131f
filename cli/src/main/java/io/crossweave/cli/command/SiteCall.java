package io.crossweave.cli.command;

import io.crossweave.cli.CommandFailure;
import io.crossweave.cli.Crossweave;
import io.crossweave.cli.site.Answer;
import io.crossweave.cli.site.Call;
import io.crossweave.cli.site.Site;
import io.crossweave.cli.site.SiteClient;
import java.io.IOException;
import java.net.http.HttpClient;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The one site that a command calls. */
final class SiteCall {
    @Mixin
    private SiteOptions options;

    @Option(
            names = "--site",
            paramLabel = "SITE",
            description = "The site, by its name in the demo or by its URL (default: the first of the demo).")
    private @Nullable String site;

    SiteClient client(Crossweave crossweave, HttpClient http) {
        Site chosen = site == null ? SiteOptions.ofDemo(crossweave).getFirst() : SiteOptions.named(crossweave, site);
        return new SiteClient(http, chosen, options.token(crossweave));
    }

    /** The answer to one call; failing in one line where the site refuses or can't be reached. */
    Answer send(Crossweave crossweave, Call call) throws InterruptedException {
        try (HttpClient http = SiteClient.http()) {
            SiteClient client = client(crossweave, http);
            Answer answer;
            try {
                answer = client.send(call);
            } catch (IOException e) {
                throw unreachable(client.site(), e);
            }
            if (!answer.isSuccess()) {
                throw new CommandFailure(client.site().name() + " answers " + answer.refusal());
            }
            return answer;
        }
    }

    static CommandFailure unreachable(Site site, IOException cause) {
        String reason = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return new CommandFailure("site " + site.name() + " at " + site.url() + " can't be reached: " + reason);
    }
}
