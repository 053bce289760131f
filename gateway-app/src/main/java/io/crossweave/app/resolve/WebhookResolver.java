package io.crossweave.app.resolve;

import io.crossweave.app.AppLimits;
import io.crossweave.app.problem.ProblemException;
import io.crossweave.app.translate.RequestJson;
import io.crossweave.core.document.JsonArray;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonString;
import io.crossweave.core.document.JsonValue;
import io.crossweave.core.document.JsonWriter;
import io.crossweave.core.spi.ConflictResolver;
import io.crossweave.core.spi.ContestedPath;
import io.crossweave.core.spi.ContestedPath.Candidate;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;

/**
 * Asks somebody over HTTP: the values go as a POST, the answer is {@code {"value":…}}, {@code {"choose":"<dot>"}}, or 204 for none. It is
 * read up to a bound; redirects are not followed.
 */
public final class WebhookResolver implements ConflictResolver {
    private static final int DECIDED = 200;
    private static final int UNDECIDED = 204;

    private final String name;
    private final URI url;
    private final Optional<Path> credential;
    private final HttpClient http;

    /** {@code credential}: a file with the value of the header {@code Authorization}, read for each question. */
    public WebhookResolver(String name, URI url, Optional<Path> credential) {
        this.name = name;
        this.url = url;
        this.credential = credential;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofMillis(AppLimits.FORWARD_CONNECT_MS_MAX))
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Optional<JsonValue> resolve(ContestedPath contested) throws ResolverFailure, InterruptedException {
        HttpRequest.Builder asking = HttpRequest.newBuilder(url)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(JsonWriter.toText(question(contested))));
        if (credential.isPresent()) {
            authorize(asking, credential.get());
        }
        HttpRequest request = asking.build();
        try {
            HttpResponse<InputStream> response = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                return switch (response.statusCode()) {
                    case DECIDED -> Optional.of(answer(body, contested));
                    case UNDECIDED -> Optional.empty();
                    default -> throw new ResolverFailure("answered with status " + response.statusCode());
                };
            }
        } catch (IOException e) {
            throw new ResolverFailure("can't be reached, or ended before it had answered", e);
        }
    }

    /** What the file holds is a secret: it is not repeated. */
    private static void authorize(HttpRequest.Builder asking, Path file) throws ResolverFailure {
        try {
            asking.header("Authorization", Files.readString(file).strip());
        } catch (IOException e) {
            throw new ResolverFailure("was not asked: its credential can't be read", e);
        } catch (IllegalArgumentException _) {
            throw new ResolverFailure("was not asked: its credential is no value of a header");
        }
    }

    private static JsonObject question(ContestedPath contested) {
        var candidates = new ArrayList<JsonValue>();
        for (Candidate candidate : contested.candidates()) {
            candidates.add(JsonObject.of(
                            "dot", new JsonString(candidate.dot().toString()),
                            "hlc", new JsonString(candidate.hlc().toString()),
                            "source", new JsonString(candidate.source()))
                    .with("value", candidate.value()));
        }
        return JsonObject.of(
                        "type", new JsonString(contested.key().type()),
                        "contextId", new JsonString(contested.key().id()),
                        "path", new JsonString(contested.path().toString()))
                .with("tenant", new JsonString(contested.key().tenant()))
                .with("candidates", JsonArray.of(candidates));
    }

    private static JsonValue answer(InputStream body, ContestedPath contested) throws IOException, ResolverFailure {
        byte[] bytes = body.readNBytes(AppLimits.RESOLVER_ANSWER_BYTES_MAX + 1);
        if (bytes.length > AppLimits.RESOLVER_ANSWER_BYTES_MAX) {
            throw new ResolverFailure("gave an answer of more than " + AppLimits.RESOLVER_ANSWER_BYTES_MAX + " bytes");
        }
        if (!(parse(bytes) instanceof JsonObject object)) {
            throw new ResolverFailure("gave an answer that is no object");
        }
        JsonValue value = object.get("value");
        if (value != null) {
            return value;
        }
        if (object.get("choose") instanceof JsonString(String dot)) {
            for (Candidate candidate : contested.candidates()) {
                if (candidate.dot().toString().equals(dot)) {
                    return candidate.value();
                }
            }
        }
        throw new ResolverFailure("gave an answer with neither a value nor the dot of a candidate");
    }

    private static JsonValue parse(byte[] bytes) throws ResolverFailure {
        try {
            return RequestJson.parse(bytes);
        } catch (ProblemException e) {
            throw new ResolverFailure("gave an answer that is no JSON", e);
        }
    }
}
