package io.crossweave.app.rest;

import static io.crossweave.app.rest.Calls.app;
import static io.crossweave.app.rest.Calls.json;
import static io.crossweave.app.rest.Calls.problem;
import static io.crossweave.app.rest.Calls.put;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.crossweave.app.fake.FakeGateway;
import io.crossweave.app.fake.FakeLifecycle;
import io.crossweave.app.fake.TestSite;
import io.crossweave.app.fake.Tokens;
import io.crossweave.core.causality.VersionToken;
import io.crossweave.core.causality.VersionVector;
import io.crossweave.core.gateway.ContextView.Concealment;
import io.crossweave.core.model.ContextKey;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestSite.class)
class VersionTest {
    private static final String CONTEXTS = "/v1/contexts/conversation/";

    @Inject
    FakeLifecycle site;

    @Test
    void whatMayNotBeShownAtAllIsAbsent() {
        String path = CONTEXTS + "hidden";
        String version = put(path, "{\"a\":1}");
        site.gateway().conceal(new ContextKey("default", "conversation", "hidden"), Concealment.EVENTS);

        app().get(path).then().statusCode(404).header("ETag", nullValue());
        app().queryParam("at-least", version)
                .queryParam("timeout-ms", 10)
                .get(path)
                .then()
                .statusCode(504)
                .header("ETag", nullValue());
    }

    @Test
    void changesGoAheadOnlyOnTheVersionThatTheyName() {
        String path = CONTEXTS + "if-match";
        String first = put(path, "{\"v\":1}");
        String second = put(path, "{\"v\":2}");

        json("{\"v\":3}")
                .header("If-Match", '"' + first + '"')
                .put(path)
                .then()
                .statusCode(412)
                .header("ETag", equalTo('"' + second + '"'))
                .body("type", equalTo(problem("precondition-failed")));
        json("{\"v\":3}")
                .header("If-Match", "\"unknown\"")
                .put(path)
                .then()
                .statusCode(412)
                .header("ETag", '"' + second + '"');
        app().header("If-Match", '"' + first + '"').delete(path).then().statusCode(412);
        json("{\"v\":3}")
                .header("If-Match", '"' + first + "\", \"" + second + '"')
                .put(path)
                .then()
                .statusCode(200);
        json("{\"v\":4}").header("If-Match", "*").put(path).then().statusCode(200);
        json("{\"v\":1}")
                .header("If-Match", "*")
                .put(path + "-absent")
                .then()
                .statusCode(412)
                .header("ETag", nullValue());
    }

    @Test
    void createsOnlyWhereNothingIs() {
        String path = CONTEXTS + "if-none-match";
        json("{}").header("If-None-Match", "*").put(path).then().statusCode(201);
        json("{}").header("If-None-Match", "*").put(path).then().statusCode(412).header("ETag", notNullValue());
    }

    @Test
    void anIdempotencyKeyHasOneEffectPerPrincipal() {
        String path = CONTEXTS + "idempotent";
        String eventId = json("{\"a\":1}")
                .header("Idempotency-Key", "k")
                .put(path)
                .then()
                .statusCode(201)
                .header("Idempotency-Replayed", nullValue())
                .extract()
                .path("eventId");

        json(" { \"a\" : 1 } ")
                .header("Idempotency-Key", "k")
                .put(path)
                .then()
                .statusCode(201)
                .header("Idempotency-Replayed", equalTo("true"))
                .body("eventId", equalTo(eventId));
        json("{\"a\":2}")
                .header("Idempotency-Key", "k")
                .put(path)
                .then()
                .statusCode(422)
                .body("type", equalTo(problem("event-id-reused")));
        json("{\"a\":1}")
                .header("Idempotency-Key", "k")
                .header("Crossweave-Labels", "residency=EU")
                .put(path)
                .then()
                .statusCode(422);
        json("{\"a\":2}")
                .auth()
                .oauth2(Tokens.ofSubject("bob"))
                .header("Idempotency-Key", "k")
                .put(path)
                .then()
                .statusCode(200)
                .header("Idempotency-Replayed", nullValue());
    }

    @Test
    void waitsForTheVersionThatAnotherSiteGave() {
        String path = CONTEXTS + "at-least";
        String first = put(path, "{\"v\":1}");
        String future = put(path, "{\"v\":2}");

        app().queryParam("at-least", first).get(path).then().statusCode(200).body("v", equalTo(2));
        app().queryParam("at-least", '"' + future + '"').get(path).then().statusCode(200);
        String beyond = VersionToken.encode(
                new ContextKey("default", "conversation", "at-least"), VersionVector.EMPTY.with(FakeGateway.SITE, 99));
        app().queryParam("at-least", beyond)
                .queryParam("timeout-ms", 20)
                .get(path)
                .then()
                .statusCode(504)
                .header("ETag", equalTo('"' + future + '"'))
                .body("type", equalTo(problem("version-not-reached")));
        app().queryParam("at-least", beyond)
                .queryParam("timeout-ms", 20)
                .queryParam("on-timeout", "stale")
                .get(path)
                .then()
                .statusCode(200)
                .body("v", equalTo(2));
    }
}
