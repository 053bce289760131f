package io.crossweave.app.rest;

import static io.crossweave.app.rest.Calls.app;
import static io.crossweave.app.rest.Calls.json;
import static io.crossweave.app.rest.Calls.problem;
import static io.crossweave.app.rest.Calls.put;
import static org.hamcrest.Matchers.blankOrNullString;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.crossweave.app.fake.FakeLifecycle;
import io.crossweave.app.fake.TestSite;
import io.crossweave.core.causality.Stamp;
import io.crossweave.core.causality.VersionVector;
import io.crossweave.core.document.JsonPointer;
import io.crossweave.core.document.JsonString;
import io.crossweave.core.event.Addition;
import io.crossweave.core.event.BodyHash;
import io.crossweave.core.event.EntryKind;
import io.crossweave.core.event.EventType;
import io.crossweave.core.event.Lifetime;
import io.crossweave.core.event.Placeholder;
import io.crossweave.core.event.Provenance;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.gateway.ContextView.Concealment;
import io.crossweave.core.gateway.PublishOutcome;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.Dot;
import io.crossweave.core.model.Hlc;
import io.crossweave.core.model.Labels;
import io.crossweave.core.model.SiteId;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestSite.class)
class ContextTest {
    private static final String CONTEXTS = "/v1/contexts/conversation/";

    @Inject
    FakeLifecycle site;

    @Test
    void putCreatesAndThenReplaces() {
        String path = CONTEXTS + "put";
        json("{\"b\":1.50,\"a\":\"ä\"}")
                .put(path)
                .then()
                .statusCode(201)
                .header("Location", equalTo(path))
                .header("ETag", startsWith("\""))
                .body("contextId", equalTo("put"))
                .body("type", equalTo("conversation"))
                .body("durability", equalTo("local"))
                .body("site", equalTo("aws-us-east-1"))
                .body("eventId", not(blankOrNullString()))
                .body("contextVersion", not(blankOrNullString()))
                .body("hlc", not(blankOrNullString()));
        json("{\"c\":9007199254740993}").put(path).then().statusCode(200).header("Location", nullValue());

        app().get(path).then().statusCode(200).body(equalTo("{\"c\":9007199254740993}"));
    }

    @Test
    void getTellsVersionSiteAndFreshness() {
        String path = CONTEXTS + "headers";
        String version = put(path, "{\"a\":1}");

        app().get(path)
                .then()
                .statusCode(200)
                .contentType("application/json")
                .header("Context-Version", equalTo(version))
                .header("ETag", equalTo('"' + version + '"'))
                .header("Context-Site", equalTo("aws-us-east-1"))
                .header("Context-Updated-At", startsWith("2023-11-"))
                .header("Context-Staleness-Ms", equalTo("0"))
                .header("Context-Partitioned", equalTo("false"))
                .header("Context-Protected", nullValue())
                .header("Vary", equalTo("Authorization, Accept"))
                .header("Cache-Control", equalTo("private, no-cache"))
                .header("Accept-Patch", containsString("application/merge-patch+json"));
    }

    @Test
    void getAnswersNotModifiedForTheVersionThatTheClientHas() {
        String path = CONTEXTS + "not-modified";
        String version = put(path, "{}");

        app().header("If-None-Match", '"' + version + '"')
                .get(path)
                .then()
                .statusCode(304)
                .header("ETag", '"' + version + '"');
        app().header("If-None-Match", "\"x\", W/\"" + version + '"')
                .get(path)
                .then()
                .statusCode(304);
        app().header("If-None-Match", "\"x\"").get(path).then().statusCode(200);
        app().header("If-None-Match", "x").get(path).then().statusCode(400);
    }

    @Test
    void headTellsTheHeadersAlone() {
        String path = CONTEXTS + "head";
        String version = put(path, "{}");

        app().head(path)
                .then()
                .statusCode(200)
                .header("Context-Version", equalTo(version))
                .body(equalTo(""));
    }

    @Test
    void whatIsDroppedOrWithheldHereIsSaidWithoutNamingIt() {
        String path = CONTEXTS + "concealed";
        put(path, "{\"a\":1}");
        var key = new ContextKey("default", "conversation", "concealed");

        site.gateway().conceal(key, Concealment.ENTRIES);
        app().get(path).then().statusCode(200).header("Context-Protected", equalTo("*;how=drop"));

        site.gateway().conceal(key, Concealment.NOTHING);
        var peer = new SiteId("azure-westeurope", 1);
        site.gateway().arrive(new Placeholder(key, new Dot(peer, 1), 1, List.of(), Hlc.ZERO));
        app().get(path).then().statusCode(200).header("Context-Protected", equalTo("*;how=withheld"));
    }

    @Test
    void whatSomebodyIsStillToChooseIsSaidOnReads() {
        String path = "/v1/contexts/profile/undecided";
        put(path, "{\"bio\":{\"ä, b\":\"here\",\"c\":1}}");
        app().get(path).then().statusCode(200).header("Context-Provisional", nullValue());

        arriveConcurrently(new ContextKey("default", "profile", "undecided"), JsonPointer.of("bio", "ä, b"));

        app().get(path).then().statusCode(200).header("Context-Provisional", equalTo("/bio/%C3%A4%2C%20b"));
        json("{\"bio\":{\"ä, b\":\"chosen\"}}").put(path).then().statusCode(200);
        app().get(path).then().statusCode(200).header("Context-Provisional", nullValue());
    }

    private void arriveConcurrently(ContextKey key, JsonPointer at) {
        var dot = new Dot(new SiteId("azure-westeurope", 1), 1);
        site.gateway()
                .arrive(new StampedEvent(
                        key,
                        new Stamp(dot, VersionVector.EMPTY, Hlc.ofMillis(1), "theirs"),
                        EventType.DELTA,
                        List.of(new Addition(0, at, EntryKind.REGISTER, new JsonString("there"), "")),
                        List.of(),
                        List.of(),
                        Labels.NONE,
                        Provenance.UNKNOWN,
                        BodyHash.UNKNOWN,
                        Lifetime.UNCHANGED,
                        1));
    }

    @Test
    void movesCopiesAndTestsByJsonPatch() {
        String path = CONTEXTS + "json-patch-transfer";
        put(path, "{\"a\":{\"b/c\":1}}");

        patch(
                path,
                "[{\"op\":\"copy\",\"from\":\"/a/b~1c\",\"path\":\"/d\"},{\"op\":\"move\",\"from\":\"/a\",\"path\":\"/e\"}]",
                200);
        app().get(path).then().body(equalTo("{\"d\":1,\"e\":{\"b/c\":1}}"));
        patch(path, "[{\"op\":\"move\",\"from\":\"/e\",\"path\":\"/e/f\"}]", 422);
        patch(path, "[{\"op\":\"test\",\"path\":\"/d\",\"value\":2},{\"op\":\"remove\",\"path\":\"/d\"}]", 422);
        app().get(path).then().body(equalTo("{\"d\":1,\"e\":{\"b/c\":1}}"));
    }

    private static void patch(String path, String operations, int status) {
        app().contentType(ContextResource.JSON_PATCH)
                .body(operations)
                .patch(path)
                .then()
                .statusCode(status);
    }

    @Test
    void patchesByJsonPatch() {
        String path = CONTEXTS + "json-patch";
        String patch = """
                [{"op":"add","path":"/messages/-","value":{"text":"hi"}},{"op":"replace","path":"/a~1b","value":1},
                 {"op":"test","path":"/a~1b","value":1.0}]
                """;
        app().contentType("application/json-patch+json")
                .body(patch)
                .patch(path)
                .then()
                .statusCode(201)
                .header("Location", path);
        app().contentType("application/json-patch+json; charset=utf-8")
                .body("[{\"op\":\"remove\",\"path\":\"/a~1b\"}]")
                .patch(path)
                .then()
                .statusCode(200);

        app().get(path).then().body(equalTo("{\"messages\":[{\"text\":\"hi\"}]}"));
    }

    @Test
    void patchesByMergePatch() {
        String path = CONTEXTS + "merge-patch";
        put(path, "{\"a\":{\"b\":1,\"c\":2}}");
        app().contentType("application/merge-patch+json")
                .body("{\"a\":{\"b\":null,\"d\":3}}")
                .patch(path)
                .then()
                .statusCode(200);

        app().get(path).then().body(equalTo("{\"a\":{\"c\":2,\"d\":3}}"));
    }

    @Test
    void refusesPatchesOfOtherMedia() {
        json("{}")
                .patch(CONTEXTS + "media")
                .then()
                .statusCode(415)
                .contentType("application/problem+json")
                .header("Accept-Patch", equalTo("application/json-patch+json, application/merge-patch+json"))
                .body("type", equalTo(problem("unsupported-media-type")));
        app().contentType("text/plain").body("x").put(CONTEXTS + "media").then().statusCode(415);
    }

    @Test
    void deletesAndTellsTheDeletionsVersion() {
        String path = CONTEXTS + "delete";
        put(path, "{}");
        String tag = app().delete(path)
                .then()
                .statusCode(200)
                .body("eventId", notNullValue())
                .extract()
                .header("ETag");

        app().get(path).then().statusCode(404).header("ETag", equalTo(tag)).body("type", equalTo(problem("not-found")));
        app().delete(path).then().statusCode(404);
        app().delete(CONTEXTS + "never-was").then().statusCode(404).header("ETag", nullValue());
    }

    @Test
    void refusesWhatTheContextRefuses() {
        String path = CONTEXTS + "refused";
        put(path, "{\"a\":1}");
        app().contentType("application/json-patch+json")
                .body("[{\"op\":\"test\",\"path\":\"/a\",\"value\":2}]")
                .patch(path)
                .then()
                .statusCode(422)
                .body("type", equalTo(problem("invalid-change")))
                .body("errors[0].pointer", equalTo("/a"));
    }

    @Test
    void tellsHowPublishesEndAtTheSite() {
        String path = CONTEXTS + "outcomes";
        site.gateway().endNextPublish(new PublishOutcome.Busy(1_200));
        json("{}")
                .put(path)
                .then()
                .statusCode(429)
                .header("Retry-After", equalTo("2"))
                .body("type", equalTo(problem("busy")));
        site.gateway().endNextPublish(new PublishOutcome.Unavailable("the log is full"));
        json("{}").put(path).then().statusCode(503).header("Retry-After", notNullValue());
        site.gateway().endNextPublish(new PublishOutcome.PolicyRefused("eu-only", "EU data may not be submitted here"));
        json("{}")
                .put(path)
                .then()
                .statusCode(403)
                .body("rule", equalTo("eu-only"))
                .body("type", equalTo(problem("policy-refused")));
    }
}
