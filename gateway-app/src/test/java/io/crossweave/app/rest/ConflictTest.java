package io.crossweave.app.rest;

import static io.crossweave.app.rest.Calls.app;
import static io.crossweave.app.rest.Calls.json;
import static io.crossweave.app.rest.Calls.problem;
import static io.crossweave.app.rest.Calls.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.crossweave.app.fake.FakeLifecycle;
import io.crossweave.app.fake.TestSite;
import io.crossweave.app.fake.Tokens;
import io.crossweave.core.causality.Stamp;
import io.crossweave.core.causality.VersionVector;
import io.crossweave.core.document.JsonPointer;
import io.crossweave.core.document.JsonString;
import io.crossweave.core.event.Addition;
import io.crossweave.core.event.BodyHash;
import io.crossweave.core.event.EntryKind;
import io.crossweave.core.event.EventType;
import io.crossweave.core.event.Lifetime;
import io.crossweave.core.event.Provenance;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.Dot;
import io.crossweave.core.model.Hlc;
import io.crossweave.core.model.Labels;
import io.crossweave.core.model.SiteId;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestSite.class)
class ConflictTest {
    private static final String CONFLICTS = "/v1/conflicts";
    private static final Dot THEIRS = new Dot(new SiteId("azure-westeurope", 1), 1);

    @Inject
    FakeLifecycle site;

    private void theyWrite(String type, String id, String path, String value) {
        site.gateway()
                .arrive(new StampedEvent(
                        new ContextKey("default", type, id),
                        new Stamp(THEIRS, VersionVector.EMPTY, Hlc.ofMillis(1), "theirs"),
                        EventType.DELTA,
                        List.of(new Addition(0, JsonPointer.of(path), EntryKind.REGISTER, new JsonString(value), "")),
                        List.of(),
                        List.of(),
                        Labels.NONE,
                        new Provenance("agent", null, null, null, null, null),
                        BodyHash.UNKNOWN,
                        Lifetime.UNCHANGED,
                        1));
    }

    /** This site wrote one thing and a peer another, neither having seen the other; the id of what comes of it. */
    private String conflict(String type, String id, String path) {
        put("/v1/contexts/" + type + "/" + id, "{\"" + path + "\":\"here\"}");
        theyWrite(type, id, path, "there");
        List<String> ids = app().queryParam("type", type)
                .queryParam("limit", 1000)
                .get(CONFLICTS)
                .then()
                .statusCode(200)
                .extract()
                .path("items.findAll { it.contextId == '" + id + "' }.id");
        assertThat(ids).hasSize(1);
        return ids.getFirst();
    }

    @Test
    void L6_aConflictTellsBothSidesAndWhichIsShown() {
        String id = conflict("conversation", "told", "x");

        app().get(CONFLICTS + "/" + id)
                .then()
                .statusCode(200)
                .body("id", equalTo(id))
                .body("type", equalTo("conversation"))
                .body("path", equalTo("/x"))
                .body("rule", equalTo("lww"))
                .body("state", equalTo("open"))
                .body("settledBy", nullValue())
                .body("sides", hasSize(2))
                .body("winner", not(equalTo(THEIRS.toString())))
                .body("sides.find { it.site == 'azure-westeurope' }.value", equalTo("there"))
                .body("sides.find { it.site == 'azure-westeurope' }.source", equalTo("agent"))
                .body("sides.find { it.site != 'azure-westeurope' }.value", equalTo("here"));
    }

    @Test
    void L6_choosingASideSettlesItAndARepetitionIsHarmless() {
        String id = conflict("conversation", "chosen", "x");
        String body = "{\"choose\":\"" + THEIRS + "\"}";
        for (int i = 0; i < 2; i++) {
            json(body)
                    .header("Idempotency-Key", "choice")
                    .post(CONFLICTS + "/" + id + "/resolution")
                    .then()
                    .statusCode(200)
                    .body("contextId", equalTo("chosen"));
        }

        app().get("/v1/contexts/conversation/chosen").then().body("x", equalTo("there"));
        app().get(CONFLICTS + "/" + id)
                .then()
                .body("state", equalTo("settled"))
                .body("settledBy.site", equalTo(site.gateway().site().region()));
        json(body)
                .post(CONFLICTS + "/" + id + "/resolution")
                .then()
                .statusCode(422)
                .body("type", equalTo(problem("invalid-change")));
    }

    @Test
    void L6_anOperatorMaySettleItByADocument() {
        String id = conflict("conversation", "documented", "x");

        RestAssured.given()
                .auth()
                .oauth2(Tokens.of("operator"))
                .contentType("application/json")
                .body("{\"document\":{\"x\":\"both\"}}")
                .post(CONFLICTS + "/" + id + "/resolution")
                .then()
                .statusCode(200);

        app().get("/v1/contexts/conversation/documented").then().body("x", equalTo("both"));
        RestAssured.given()
                .auth()
                .oauth2(Tokens.of("reader"))
                .contentType("application/json")
                .body("{\"document\":{}}")
                .post(CONFLICTS + "/" + id + "/resolution")
                .then()
                .statusCode(403);
    }

    @Test
    void L6_aNativeEventNamesWhatItSettles() {
        String id = conflict("conversation", "native", "x");
        String event = """
                {"type":"conversation","contextId":"%s","eventType":"CONTEXT_RECONCILIATION",
                 "payload":{"document":{"x":"told"},"resolves":["%s"]}}""";

        json(event.formatted("native", id)).post("/v1/events").then().statusCode(200);

        app().get(CONFLICTS + "/" + id).then().body("state", equalTo("settled"));
        app().get("/v1/contexts/conversation/native/history")
                .then()
                .body("items.eventType", hasItem("CONTEXT_RECONCILIATION"));
        json(event.formatted("native", "0".repeat(32)))
                .post("/v1/events")
                .then()
                .statusCode(422)
                .body("errors[0].pointer", equalTo("/payload/resolves/0"));
        json(event.formatted("native", "no-id")).post("/v1/events").then().statusCode(400);
    }

    @Test
    void L6_listsComeInPagesByTypeAndState() {
        var ids = new ArrayList<String>();
        for (int i = 0; i < 3; i++) {
            ids.add(conflict("preferences", "paged-" + i, "x"));
        }
        json("{\"choose\":\"" + THEIRS + "\"}").post(CONFLICTS + "/" + ids.get(1) + "/resolution");
        var seen = new ArrayList<String>();
        String next = null;
        do {
            var request = app().queryParam("type", "preferences").queryParam("limit", 2);
            var page = (next == null ? request : request.queryParam("after", next))
                    .get(CONFLICTS)
                    .then()
                    .statusCode(200)
                    .extract();
            seen.addAll(page.path("items.id"));
            next = page.path("next");
        } while (next != null);

        assertThat(seen).containsExactlyElementsOf(ids);
        app().queryParam("type", "preferences")
                .queryParam("state", "open")
                .get(CONFLICTS)
                .then()
                .body("items.id", equalTo(List.of(ids.get(0), ids.get(2))));
        app().queryParam("type", "preferences")
                .queryParam("state", "settled")
                .get(CONFLICTS)
                .then()
                .body("items.id", equalTo(List.of(ids.get(1))));
        app().queryParam("state", "half").get(CONFLICTS).then().statusCode(400);
        app().queryParam("after", "bm9uZQ").get(CONFLICTS).then().statusCode(400);
    }

    @Test
    void L6_anotherTenantsConflictIsNone() {
        String id = conflict("conversation", "secret", "x");
        String other = Tokens.ofTenant("other");

        RestAssured.given()
                .auth()
                .oauth2(other)
                .get(CONFLICTS + "/" + id)
                .then()
                .statusCode(404);
        RestAssured.given()
                .auth()
                .oauth2(other)
                .get(CONFLICTS)
                .then()
                .statusCode(200)
                .body("items", hasSize(0));
        RestAssured.given()
                .auth()
                .oauth2(other)
                .contentType("application/json")
                .body("{\"choose\":\"" + THEIRS + "\"}")
                .post(CONFLICTS + "/" + id + "/resolution")
                .then()
                .statusCode(404);
        app().get(CONFLICTS + "/" + "0".repeat(32)).then().statusCode(404);
        app().get(CONFLICTS + "/no-id").then().statusCode(404);
    }

    @Test
    void L6_aResolutionSaysOneThing() {
        String id = conflict("conversation", "unclear", "x");
        for (String body : List.of("{}", "[]", "{\"choose\":\"" + THEIRS + "\",\"document\":{}}", "{\"choose\":1}")) {
            json(body).post(CONFLICTS + "/" + id + "/resolution").then().statusCode(400);
        }
        json("{\"choose\":\"elsewhere:1\"}")
                .post(CONFLICTS + "/" + id + "/resolution")
                .then()
                .statusCode(422)
                .body("errors[0].pointer", equalTo("/choose"));
        json("{\"document\":7}")
                .post(CONFLICTS + "/" + id + "/resolution")
                .then()
                .statusCode(422);
    }

    @Test
    void L6_foundConflictsAreCountedByTypeAndSites() {
        RestAssured.given()
                .get("/q/metrics")
                .then()
                .body(containsString("crossweave_conflicts_total{earlier=\"aws-us-east-1\""));
    }

    @Test
    void aPageEndsBeforeItHasBecomeTooLarge() {
        String large = "x".repeat(60_000);
        for (int i = 0; i < 80; i++) {
            put("/v1/contexts/large/large-" + i, "{\"x\":\"" + large + "\"}");
            theyWrite("large", "large-" + i, "x", large + "y");
        }
        List<String> ids = new ArrayList<>();
        String after = null;
        int pages = 0;
        do {
            var request = app().queryParam("type", "large").queryParam("limit", 1_000);
            var page = (after == null ? request : request.queryParam("after", after)).get(CONFLICTS);
            ids.addAll(page.then().statusCode(200).extract().<List<String>>path("items.id"));
            after = page.then().extract().path("next");
            pages++;
        } while (after != null);

        assertThat(pages).isGreaterThan(1);
        assertThat(ids).doesNotHaveDuplicates().hasSize(80);
    }

    @Test
    void aTypeThatIsNoneIsRefused() {
        app().queryParam("type", "\u00e9").get(CONFLICTS).then().statusCode(400);
        app().queryParam("type", "Bad").get(CONFLICTS).then().statusCode(400);
    }
}
