package io.crossweave.app.rest;

import static io.crossweave.app.rest.Calls.app;
import static io.crossweave.app.rest.Calls.json;
import static io.crossweave.app.rest.Calls.put;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.crossweave.app.fake.FakeLifecycle;
import io.crossweave.app.fake.TestSite;
import io.crossweave.app.fake.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestSite.class)
class TypeWatchTest {
    private static final String TYPE = "watched";
    private static final String CONTEXTS = "/v1/contexts/" + TYPE + "/";

    @Inject
    FakeLifecycle site;

    private static void assertTold(Watcher.Told told, String name, String contextId, Map<String, ?> document) {
        assertThat(told.name()).isEqualTo(name);
        assertThat(told.json().getString("contextId")).isEqualTo(contextId);
        assertThat(told.json().getString("type")).isEqualTo(TYPE);
        assertThat(told.json().<Object>get("document")).isEqualTo(document);
    }

    @Test
    void tellsAllContextsAndGoesOnWhereAClientWas() throws IOException {
        put(CONTEXTS + "w1", "{\"a\":1}");
        put(CONTEXTS + "w2", "{\"a\":2}");
        String seen;
        try (var watch = Watcher.ofType(TYPE, null)) {
            Watcher.Told first = watch.next();
            assertTold(first, "snapshot", "w1", Map.of("a", 1));
            assertThat(first.id())
                    .as("a client that goes away now begins again")
                    .isEmpty();
            assertTold(watch.next(), "snapshot", "w2", Map.of("a", 2));
            assertThat(watch.nextMark()).isNotEmpty();
            put(CONTEXTS + "w3", "{\"a\":3}");
            Watcher.Told change = watch.next();
            assertTold(change, "change", "w3", Map.of("a", 3));
            seen = change.id();
        }

        put(CONTEXTS + "w1", "{\"a\":4}");
        put(CONTEXTS + "w1", "{\"a\":5}");
        app().delete(CONTEXTS + "w2");
        json("{\"a\":6}").header("Crossweave-Ttl", "60").put(CONTEXTS + "w4");

        String last;
        try (var watch = Watcher.ofType(TYPE, seen)) {
            assertTold(watch.next(), "change", "w1", Map.of("a", 4));
            assertTold(watch.next(), "change", "w1", Map.of("a", 5));
            Watcher.Told deleted = watch.next();
            assertThat(deleted.name()).isEqualTo("deleted");
            assertThat(deleted.json().getString("contextId")).isEqualTo("w2");
            assertTold(watch.next(), "change", "w4", Map.of("a", 6));
            last = watch.nextMark();
        }

        site.gateway().advance(61_000);
        try (var watch = Watcher.ofType(TYPE, last)) {
            Watcher.Told expired = watch.next();
            assertThat(expired.name()).isEqualTo("expired");
            assertThat(expired.json().getString("contextId")).isEqualTo("w4");
            put(CONTEXTS + "w5", "{}");
            assertThat(watch.next().json().getString("contextId")).isEqualTo("w5");
        }
    }

    @Test
    void aPositionOfElsewhereOrOfWhatIsNotKeptIsGone() throws IOException {
        String type = "preferences";
        put("/v1/contexts/preferences/gone", "{\"a\":0}");
        String mark;
        try (var watch = Watcher.ofType(type, null)) {
            watch.next();
            mark = watch.nextMark();
        }
        for (String id : new String[] {"AQ", "YXdzLXVzLWVhc3QtMS8x", "%"}) {
            app().header("Last-Event-ID", id)
                    .get("/v1/watch?type=" + type)
                    .then()
                    .statusCode(410)
                    .body("type", equalTo(Calls.problem("position-gone")));
        }
        app().header("Last-Event-ID", mark)
                .get("/v1/watch?type=telemetry")
                .then()
                .statusCode(410);
        for (int i = 1; i <= 1_025; i++) {
            put("/v1/contexts/preferences/gone", "{\"a\":" + i + "}");
        }
        app().header("Last-Event-ID", mark).get("/v1/watch?type=" + type).then().statusCode(410);
    }

    @Test
    void refusesBadCalls() {
        app().get("/v1/watch").then().statusCode(400);
        app().get("/v1/watch?type=Bad").then().statusCode(400);
        app().get("/v1/watch?type=unheard-of").then().statusCode(404);
        given().auth()
                .oauth2(Tokens.of("publisher"))
                .get("/v1/watch?type=preferences")
                .then()
                .statusCode(403);
    }
}
