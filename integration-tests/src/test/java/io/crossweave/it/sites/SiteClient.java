package io.crossweave.it.sites;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** An app beside one site. */
final class SiteClient {
    private static final Duration ANSWER_MAX = Duration.ofSeconds(90);
    private static final int PAGE = 1_000;

    private final HttpClient http;
    private final URI base;
    private final String token;

    SiteClient(HttpClient http, URI base, String token) {
        this.http = http;
        this.base = base;
        this.token = token;
    }

    /** The same site, asked with another token. */
    SiteClient withToken(String other) {
        return new SiteClient(http, base, other);
    }

    HttpRequest.Builder request(String path) {
        return bare(path).header("Authorization", "Bearer " + token);
    }

    /** With no credentials. */
    HttpRequest.Builder bare(String path) {
        return HttpRequest.newBuilder(base.resolve(path)).timeout(ANSWER_MAX);
    }

    Answer get(String path) {
        return ask(request(path).GET());
    }

    Answer put(String path, byte[] body) {
        return ask(request(path).header("Content-Type", "application/json").PUT(BodyPublishers.ofByteArray(body)));
    }

    Answer patch(String path, String mediaType, String body) {
        return ask(request(path).header("Content-Type", mediaType).method("PATCH", BodyPublishers.ofString(body)));
    }

    Answer delete(String path) {
        return ask(request(path).DELETE());
    }

    /** {@code POST /v1/events}. */
    Answer publish(Event event) {
        return post(event.json());
    }

    Answer post(byte[] events) {
        return ask(request("/v1/events")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(events)));
    }

    /** Publishes, which must succeed, and gives the version token. */
    String published(Event event) {
        Answer answer = publish(event);
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        return answer.text("contextVersion");
    }

    /** The ids of all events that were applied to a context at this site, in their order; placeholders have none. */
    List<String> history(String type, String id) {
        var eventIds = new ArrayList<String>();
        String path = "/v1/contexts/" + type + "/" + id + "/history?limit=" + PAGE;
        for (String next = path; next != null; ) {
            Answer page = get(next);
            assertThat(page.status()).as("%s", page).isEqualTo(200);
            for (var item : page.array("items")) {
                if (((JsonObject) item).get("eventId") instanceof JsonString eventId) {
                    eventIds.add(eventId.value());
                }
            }
            String after = page.text("next");
            next = after.isEmpty() ? null : path + "&after=" + after;
        }
        return eventIds;
    }

    /** The lines of a watch, until its stream is closed. */
    HttpResponse<Stream<String>> watch(String type, String id, String lastEventId)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve("/v1/contexts/" + type + "/" + id + "/watch"))
                .header("Authorization", "Bearer " + token);
        if (!lastEventId.isEmpty()) {
            request.header("Last-Event-ID", lastEventId);
        }
        return http.send(request.build(), BodyHandlers.ofLines());
    }

    /** Fails with {@link UncheckedIOException} where no answer comes. */
    Answer ask(HttpRequest.Builder request) {
        try {
            HttpResponse<byte[]> response = http.send(request.build(), BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), response.headers(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a site was asked", e);
        }
    }
}
