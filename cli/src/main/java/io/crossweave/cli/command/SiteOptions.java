package io.crossweave.cli.command;

import io.crossweave.cli.CommandFailure;
import io.crossweave.cli.Crossweave;
import io.crossweave.cli.demo.DemoDirectory;
import io.crossweave.cli.demo.DemoState;
import io.crossweave.cli.site.Site;
import io.crossweave.cli.token.TokenClaims;
import io.crossweave.cli.token.TokenKey;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which sites a command calls, and as whom. */
final class SiteOptions {
    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description =
                    "The bearer token to call with (default: $CROSSWEAVE_TOKEN, or one made from the demo's keys).")
    private @Nullable String token;

    /** A token that the sites accept; failing where there is none and none can be made. */
    String token(Crossweave crossweave) {
        if (token != null) {
            return token;
        }
        String given = System.getenv("CROSSWEAVE_TOKEN");
        if (given != null && !given.isBlank()) {
            return given;
        }
        TokenKey key = TokenKey.open(new DemoDirectory(crossweave.dataDirectory()).keys());
        return key.sign(TokenClaims.ofSubject("cli"), Instant.now());
    }

    /** All sites of the running demo. */
    static List<Site> ofDemo(Crossweave crossweave) {
        DemoState state = DemoState.read(new DemoDirectory(crossweave.dataDirectory()))
                .orElseThrow(() -> new CommandFailure("no demo runs on " + crossweave.dataDirectory()
                        + ": start ./crossweave demo, or name its folder by --data, or sites by their URLs"));
        return state.reachableSites();
    }

    /** A site by its URL, or a site of the running demo by its name; failing for what is neither. */
    static Site named(Crossweave crossweave, String nameOrUrl) {
        if (nameOrUrl.contains("://")) {
            try {
                return Site.at(nameOrUrl);
            } catch (IllegalArgumentException e) {
                throw new CommandFailure(String.valueOf(e.getMessage()));
            }
        }
        List<Site> sites = ofDemo(crossweave);
        return sites.stream()
                .filter(site -> site.name().equals(nameOrUrl))
                .findFirst()
                .orElseThrow(() -> new CommandFailure("no site is called " + nameOrUrl + ": there are "
                        + String.join(", ", sites.stream().map(Site::name).toList())));
    }
}
