package io.crossweave.app.rest;

import static io.crossweave.app.rest.Calls.app;
import static io.crossweave.app.rest.Calls.json;
import static io.crossweave.app.rest.Calls.problem;
import static io.crossweave.app.rest.Calls.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import io.crossweave.app.fake.FakeGateway;
import io.crossweave.app.fake.FakeLifecycle;
import io.crossweave.app.fake.TestSite;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Time to live by HTTP (L16). */
@QuarkusTest
@QuarkusTestResource(TestSite.class)
class ExpiryTest {
    private static final String CONTEXTS = "/v1/contexts/conversation/";
    private static final String EXAMPLE = """
            { "eventId": "ctx-delta-1234567890", "timestamp": "2026-01-15T14:30:00.000Z", "version": "1.2",
              "type": "conversation", "contextId": "user-session-abc123", "cloudRegion": "us-east-1", "eventType": "CONTEXT_DELTA",
              "payload": { "operations": [ { "type": "ADD", "path": "/messages/-", "value": { "role": "user", "content": "What's my account balance?" } } ] },
              "metadata": { "priority": "HIGH", "ttl": 3600, "compactionKey": "user-session-abc123", "labels": { "residency": "EU" },
                            "source": "agent", "correlationId": "c-1", "causationId": "e-0" } }
            """;

    @Inject
    FakeLifecycle site;

    private FakeGateway gateway() {
        return site.gateway();
    }

    /** Puts a document that lives so long; gives its version. */
    private static String putFor(long seconds, String path, String document) {
        String tag = json(document)
                .header("Crossweave-Ttl", seconds)
                .put(path)
                .then()
                .statusCode(201)
                .extract()
                .header("ETag");
        return tag.substring(1, tag.length() - 1);
    }

    @Test
    void theExampleOfANativeEventIsTakenAndExpires() {
        String path = CONTEXTS + "user-session-abc123";
        json(EXAMPLE)
                .post("/v1/events")
                .then()
                .statusCode(200)
                .body("eventId", equalTo("ctx-delta-1234567890"))
                .body("contextId", equalTo("user-session-abc123"));
        app().get(path).then().statusCode(200).body("messages[0].role", equalTo("user"));

        gateway().advance(3_599_000);
        app().get(path).then().statusCode(200);
        gateway().advance(1_000);
        app().get(path).then().statusCode(404).body("type", equalTo(problem("not-found")));
    }

    @Test
    void whatHasExpiredAnswersAsWhatWasDeleted() {
        String path = CONTEXTS + "expired";
        String version = putFor(60, path, "{\"a\":1}");
        gateway().advance(60_000);

        app().get(path).then().statusCode(404).header("ETag", equalTo('"' + version + '"'));
        app().head(path).then().statusCode(404).header("ETag", equalTo('"' + version + '"'));
        app().header("If-None-Match", '"' + version + '"').get(path).then().statusCode(404);
        app().queryParam("at-least", version).get(path).then().statusCode(404);
        app().delete(path).then().statusCode(404);
        app().get(path + "/history").then().statusCode(200).body("items", hasSize(1));
    }

    @Test
    void listsLeaveOutWhatHasExpired() {
        json("{}")
                .header("Crossweave-Ttl", 60)
                .put("/v1/contexts/telemetry/expired-1")
                .then()
                .statusCode(201);
        app().queryParam("type", "telemetry")
                .get("/v1/contexts")
                .then()
                .body("items.findAll { it.id == 'expired-1' }", hasSize(1));
        gateway().advance(60_000);
        app().queryParam("type", "telemetry")
                .get("/v1/contexts")
                .then()
                .body("items.findAll { it.id == 'expired-1' }", empty());
    }

    @Test
    void historyTellsWhenAnEventLetsItsContextExpire() {
        String path = CONTEXTS + "history-expiry";
        long before = gateway().nowMs();
        putFor(60, path, "{}");
        put(path, "{\"a\":1}");

        String told = app().get(path + "/history")
                .then()
                .body("items", hasSize(2))
                .body("items[1].expiresAt", nullValue())
                .extract()
                .path("items[0].expiresAt");
        assertThat(Instant.parse(told).toEpochMilli()).isBetween(before + 60_000, before + 60_100);
    }

    @Test
    void aWriteToWhatHasExpiredCreatesItAnew() {
        String path = CONTEXTS + "anew";
        String version = putFor(60, path, "{\"a\":1,\"messages\":[\"old\"]}");
        gateway().advance(60_000);

        json("{\"b\":2}")
                .header("If-Match", '"' + version + '"')
                .put(path)
                .then()
                .statusCode(412);
        json("{\"b\":2}").header("If-Match", "*").put(path).then().statusCode(412);
        app().contentType("application/json-patch+json")
                .body("[{\"op\":\"remove\",\"path\":\"/a\"}]")
                .patch(path)
                .then()
                .statusCode(422)
                .body("type", equalTo(problem("invalid-change")));
        app().contentType("application/merge-patch+json")
                .body("{\"messages\":[\"new\"]}")
                .header("If-None-Match", "*")
                .header("Crossweave-Ttl", "3600")
                .patch(path)
                .then()
                .statusCode(201)
                .header("Location", equalTo(path));
        app().get(path).then().statusCode(200).body(equalTo("{\"messages\":[\"new\"]}"));
        gateway().advance(3_600_000);
        app().get(path).then().statusCode(404);
    }

    @Test
    void aLaterWriteExtendsTheLife() {
        String path = CONTEXTS + "extended";
        putFor(60, path, "{\"a\":1}");
        gateway().advance(59_000);
        json("{\"a\":1,\"b\":2}")
                .header("Crossweave-Ttl", "60")
                .put(path)
                .then()
                .statusCode(200);
        gateway().advance(59_000);
        app().get(path).then().statusCode(200).body(equalTo("{\"a\":1,\"b\":2}"));
    }

    @Test
    void aRetryWithAnotherTimeToLiveIsAnotherBody() {
        String path = CONTEXTS + "retry-ttl";
        json("{}")
                .header("Idempotency-Key", "k")
                .header("Crossweave-Ttl", "60")
                .put(path)
                .then()
                .statusCode(201);
        json("{}")
                .header("Idempotency-Key", "k")
                .header("Crossweave-Ttl", "60")
                .put(path)
                .then()
                .header("Idempotency-Replayed", equalTo("true"));
        json("{}")
                .header("Idempotency-Key", "k")
                .header("Crossweave-Ttl", "61")
                .put(path)
                .then()
                .statusCode(422)
                .body("type", equalTo(problem("event-id-reused")));
        json("{}").header("Idempotency-Key", "k").put(path).then().statusCode(422);
    }

    @Test
    void aTimeToLiveThatCantBeIsRefusedWithItsBounds() {
        json("{}")
                .header("Crossweave-Ttl", "0")
                .put(CONTEXTS + "bad-ttl")
                .then()
                .statusCode(422)
                .body("type", equalTo(problem("invalid-ttl")))
                .body("detail", containsString("from 1 to 316224000"));
        json("{}")
                .header("Crossweave-Ttl", "60")
                .post("/v1/events")
                .then()
                .statusCode(400)
                .body("detail", containsString("Crossweave-Ttl"));
        putFor(316_224_000, CONTEXTS + "longest", "{}");
    }

    @Test
    void aWatchTellsOnceThatWhatItShowedHasExpired() throws IOException {
        String path = CONTEXTS + "watch-expiry";
        String version = putFor(1, path, "{\"a\":1}");
        try (var watch = Watcher.open(path, null)) {
            assertThat(watch.next().name()).isEqualTo("snapshot");
            gateway().advance(1_000);

            Watcher.Told expired = watch.next();
            assertThat(expired.name()).isEqualTo("expired");
            assertThat(expired.json().getString("version")).isEqualTo(version);
            assertThat(expired.json().<Object>get("document")).isNull();
            assertThat(expired.json().<Object>get("eventId")).isNull();

            put(path, "{\"b\":2}");
            Watcher.Told change = watch.next();
            assertThat(change.name()).isEqualTo("change");
            assertThat(change.json().getMap("document")).isEqualTo(Map.of("b", 2));
        }
    }

    @Test
    void aWatchThatComesBackAfterTheExpiryIsToldOfIt() throws IOException {
        String path = CONTEXTS + "watch-back";
        String version = putFor(60, path, "{\"a\":1}");
        json("{\"a\":2}").put(path).then().statusCode(200);
        String last = app().get(path).header("Context-Version");
        gateway().advance(60_000);

        String told;
        try (var watch = Watcher.open(path, version)) {
            Watcher.Told expired = watch.next();
            assertThat(expired.name()).isEqualTo("expired");
            assertThat(expired.json().getString("version")).isEqualTo(last);
            told = expired.id();
        }
        try (var watch = Watcher.open(path, last)) {
            assertThat(watch.next().name()).isEqualTo("expired");
        }
        try (var watch = Watcher.open(path, told)) {
            put(path, "{\"b\":2}");
            assertThat(watch.next().name()).isEqualTo("change");
        }
        try (var watch = Watcher.open(path, null)) {
            assertThat(watch.next().json().getMap("document")).isEqualTo(Map.of("b", 2));
        }
        app().queryParam("at-least", told).get(path).then().statusCode(200);
    }

    @Test
    void theSnapshotOfWhatHasExpiredHasNoDocument() throws IOException {
        String path = CONTEXTS + "watch-gone";
        String version = putFor(60, path, "{\"a\":1}");
        gateway().advance(60_000);
        try (var watch = Watcher.open(path, null)) {
            Watcher.Told snapshot = watch.next();
            assertThat(snapshot.name()).isEqualTo("snapshot");
            assertThat(snapshot.id()).isEqualTo(version);
            assertThat(snapshot.json().<Object>get("document")).isNull();
        }
    }
}
