package io.crossweave.app.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
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
import io.crossweave.core.stored.QuarantineRecord;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestSite.class)
class QuarantineTest {
    @Inject
    FakeLifecycle site;

    private static RequestSpecification with(String... groups) {
        return given().auth().oauth2(Tokens.of(groups));
    }

    private void keep(String tenant, long counter) {
        var dot = new Dot(new SiteId("azure-westeurope", -3), counter);
        var key = new ContextKey(tenant, "unheard-of", "q~1:a");
        var event = new StampedEvent(
                key,
                new Stamp(dot, VersionVector.EMPTY, Hlc.ofMillis(1), "e-" + counter),
                EventType.DELTA,
                List.of(new Addition(
                        0, JsonPointer.parse("/hidden-path"), EntryKind.REGISTER, new JsonString("hidden-value"), "")),
                List.of(),
                List.of(),
                Labels.NONE,
                Provenance.UNKNOWN,
                BodyHash.UNKNOWN,
                Lifetime.UNCHANGED,
                1);
        site.gateway()
                .quarantine()
                .put(new QuarantineRecord(event, "context type 'unheard-of' is not configured", 2, 1_700_000_000_000L));
    }

    @Test
    void operatorsSeeWhatWaitsButNotWhatItHolds() {
        for (long counter = 1; counter <= 3; counter++) {
            keep("default", counter);
        }
        keep("another", 1);
        var seen = new ArrayList<String>();
        String next = "";
        do {
            var call = with("operator").queryParam("limit", 2);
            var page = (next.isEmpty() ? call : call.queryParam("after", next))
                    .get("/v1/quarantine")
                    .then()
                    .statusCode(200)
                    .body(not(containsString("hidden")))
                    .extract();
            seen.addAll(page.path("items.eventId"));
            next = page.path("next") == null ? "" : page.path("next");
        } while (!next.isEmpty());
        assertThat(seen).containsExactly("e-1", "e-2", "e-3");

        String id = with("operator")
                .get("/v1/quarantine")
                .then()
                .body("items[0].type", equalTo("unheard-of"))
                .body("items[0].contextId", equalTo("q~1:a"))
                .body("items[0].site", equalTo("azure-westeurope"))
                .body("items[0].attempts", equalTo(2))
                .body("items[0].firstFailureAt", equalTo("2023-11-14T22:13:20Z"))
                .extract()
                .path("items[0].id");
        with("operator").get("/v1/quarantine/" + id).then().statusCode(200).body("event", nullValue());
        with("operator", "reader")
                .get("/v1/quarantine/" + id)
                .then()
                .body("event.additions[0].value", equalTo("hidden-value"));

        with("operator")
                .post("/v1/quarantine/" + id + "/replay")
                .then()
                .statusCode(200)
                .body("outcome", equalTo("quarantined"))
                .body("attempts", equalTo(3));
        with("operator").delete("/v1/quarantine/" + id).then().statusCode(200).body("outcome", equalTo("declined"));
        assertThat(site.gateway().quarantine().actors()).containsExactly("ann", "ann");
        with("operator").delete("/v1/quarantine/" + id).then().statusCode(404);
        with("operator").get("/v1/quarantine").then().body("items", hasSize(2));
    }

    @Test
    void otherCallersAndOtherNamesAreRefused() {
        for (String group : List.of("reader", "publisher", "compliance")) {
            with(group).get("/v1/quarantine").then().statusCode(403);
            with(group).post("/v1/quarantine/eA/replay").then().statusCode(403);
            with(group).delete("/v1/quarantine/eA").then().statusCode(403);
        }
        given().get("/v1/quarantine").then().statusCode(401);
        with("operator").queryParam("after", "eA").get("/v1/quarantine").then().statusCode(400);
        for (String id : List.of("eA", "%21", "YS9iL2MvZC8x")) {
            with("operator")
                    .urlEncodingEnabled(false)
                    .get("/v1/quarantine/" + id)
                    .then()
                    .statusCode(404)
                    .contentType("application/problem+json");
        }
    }
}
