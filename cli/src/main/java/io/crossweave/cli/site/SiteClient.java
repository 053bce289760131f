package io.crossweave.cli.site;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Calls one site as the bearer of one token. Safe for use by many threads. */
public final class SiteClient {
    private static final Duration CONNECT = Duration.ofSeconds(5);

    /** Longer than a site lets a read wait. */
    private static final Duration ANSWER = Duration.ofSeconds(90);

    private final HttpClient http;
    private final Site site;
    private final String token;

    public SiteClient(HttpClient http, Site site, String token) {
        this.http = http;
        this.site = site;
        this.token = token;
    }

    /** For all sites of one command: it keeps the connections. */
    public static HttpClient http() {
        return HttpClient.newBuilder()
                .version(Version.HTTP_1_1)
                .connectTimeout(CONNECT)
                .followRedirects(Redirect.NEVER)
                .build();
    }

    public Site site() {
        return site;
    }

    /** Any answer, also a refusal; an exception where there is none, and then it is not known whether the call had an effect. */
    public Answer send(Call call) throws IOException, InterruptedException {
        return Answer.of(http.send(request(call).timeout(ANSWER).build(), BodyHandlers.ofByteArray()));
    }

    HttpRequest.Builder request(Call call) {
        HttpRequest.Builder request = HttpRequest.newBuilder(site.url().resolve(call.path()))
                .method(call.method(), call.body())
                .header("Authorization", "Bearer " + token);
        call.headers().forEach(request::header);
        return request;
    }

    HttpClient client() {
        return http;
    }
}
