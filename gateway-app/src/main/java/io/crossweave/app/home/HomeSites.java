package io.crossweave.app.home;

import io.crossweave.app.AppLimits;
import io.crossweave.app.configuration.SiteSettings;
import io.crossweave.app.problem.Problem;
import io.crossweave.app.problem.ProblemException;
import io.crossweave.app.problem.ProblemType;
import io.crossweave.core.gateway.Gateway;
import io.crossweave.core.model.ContextType;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The other sites as homes of context types. */
@Singleton
public final class HomeSites {
    /** Says by whom a request was sent on: a site that is not at home either answers, and sends it no further. */
    static final String FORWARDED = "Crossweave-Forwarded";

    private final Gateway gateway;
    private final SiteSettings settings;
    private final PeerUrls urls;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofMillis(AppLimits.FORWARD_CONNECT_MS_MAX))
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    HomeSites(Gateway gateway, SiteSettings settings, PeerUrls urls) {
        this.gateway = gateway;
        this.settings = settings;
        this.urls = urls;
    }

    /** The home of a context type where it has one that is not this site. */
    public Optional<String> elsewhere(String type) {
        return gateway.contextType(type)
                .filter(known -> !known.takesWritesAt(gateway.site().region()))
                .map(ContextType::homeSite);
    }

    /** Has the home site answer a request; ends it with 421 where it is not to be sent on, with 503 where the home does not answer. */
    public ForwardedAnswer forward(String home, ForwardedRequest request) {
        URI site = urls.of(home).orElse(null);
        if (site == null || !settings.forwardsHome() || request.wasForwarded()) {
            throw new ProblemException(wrongSite(home));
        }
        HttpRequest sent = request.to(site, gateway.site().region(), Duration.ofMillis(AppLimits.FORWARD_MS_MAX));
        try {
            HttpResponse<byte[]> answer = http.send(sent, HttpResponse.BodyHandlers.ofByteArray());
            return new ForwardedAnswer(answer.statusCode(), answer.headers(), answer.body());
        } catch (ConnectException | HttpConnectTimeoutException e) {
            throw unreachable(home, "can't be reached; nothing was done");
        } catch (IOException e) {
            throw unreachable(
                    home, "did not answer: it is not known whether the request had an effect there; repeat it");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unreachable(home, "was not waited for: it is not known whether the request had an effect there");
        }
    }

    private static ProblemException unreachable(String home, String what) {
        return new ProblemException(Problem.of(ProblemType.UNAVAILABLE, "home site " + home + " " + what)
                .withHeader("Retry-After", "1"));
    }

    private Problem wrongSite(String home) {
        URI url = urls.of(home).orElse(null);
        return Problem.of(ProblemType.WRONG_SITE, "this is done at site " + home + " only")
                .withSites(List.of(new Problem.OtherSite(home, url == null ? "" : url.toString())));
    }
}
