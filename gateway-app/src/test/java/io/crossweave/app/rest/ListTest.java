package io.crossweave.app.rest;

import static io.crossweave.app.rest.Calls.app;
import static io.crossweave.app.rest.Calls.json;
import static io.crossweave.app.rest.Calls.put;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import io.crossweave.app.fake.FakeLifecycle;
import io.crossweave.app.fake.TestSite;
import io.crossweave.app.fake.Tokens;
import io.crossweave.core.event.Placeholder;
import io.crossweave.core.gateway.PeerStatus;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.Dot;
import io.crossweave.core.model.Hlc;
import io.crossweave.core.model.SiteId;
import io.crossweave.core.model.Tier;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(TestSite.class)
class ListTest {
    @Inject
    FakeLifecycle site;

    @Test
    void listsVisibleContextsOfATypeInPages() {
        for (int i = 0; i < 5; i++) {
            put("/v1/contexts/telemetry/list-" + i, "{}");
        }
        app().delete("/v1/contexts/telemetry/list-3");
        var seen = new ArrayList<String>();
        String next = "";
        do {
            var page = next.isEmpty() ? app() : app().queryParam("after", next);
            var body = page.queryParam("type", "telemetry")
                    .queryParam("limit", 2)
                    .get("/v1/contexts")
                    .then()
                    .statusCode(200)
                    .extract();
            seen.addAll(body.path("items.id"));
            next = body.path("next") == null ? "" : body.path("next");
        } while (!next.isEmpty());
        assertThat(seen).containsExactly("list-0", "list-1", "list-2", "list-4");
    }

    @Test
    void limitsBeyondTheGreatestAreCapped() {
        put("/v1/contexts/preferences/one", "{}");
        String version = app().get("/v1/contexts/preferences/one").header("Context-Version");
        app().queryParam("type", "preferences")
                .queryParam("limit", 100_000)
                .get("/v1/contexts")
                .then()
                .statusCode(200)
                .body("items.find { it.id == 'one' }.version", equalTo(version))
                .body("next", nullValue());
    }

    @ParameterizedTest
    @CsvSource({
        "limit=1,400",
        "type=,400",
        "type=Bad,400",
        "type=unheard-of,404",
        "type=telemetry&limit=0,400",
        "type=telemetry&limit=x,400",
        "type=telemetry&after=%21,400"
    })
    void refusesBadListQueries(String query, int status) {
        app().urlEncodingEnabled(false)
                .get("/v1/contexts?" + query)
                .then()
                .statusCode(status)
                .contentType("application/problem+json");
    }

    @Test
    void historyTellsEventsInTheOrderOfTheirApplication() {
        String path = "/v1/contexts/conversation/history";
        json("{\"a\":1}")
                .header("Crossweave-Labels", "residency=EU")
                .header("Crossweave-Correlation-Id", "c-1")
                .put(path);
        json("[{\"op\":\"add\",\"path\":\"/messages/-\",\"value\":\"m\"}]")
                .contentType("application/json-patch+json")
                .patch(path);
        var key = new ContextKey("default", "conversation", "history");
        site.gateway()
                .arrive(new Placeholder(key, new Dot(new SiteId("azure-westeurope", 1), 1), 2, List.of(), Hlc.ZERO));
        app().delete(path);

        app().get(path + "/history")
                .then()
                .statusCode(200)
                .body("items", hasSize(4))
                .body(
                        "items.eventType",
                        equalTo(Arrays.asList("CONTEXT_STATE", "CONTEXT_DELTA", null, "CONTEXT_DELETED")))
                .body("items[0].site", equalTo("aws-us-east-1"))
                .body("items[0].source", equalTo("human"))
                .body("items[0].labels.residency", equalTo(List.of("EU")))
                .body("items[0].correlationId", equalTo("c-1"))
                .body("items[1].additions[0].path", equalTo("/messages"))
                .body("items[1].additions[0].kind", equalTo("append"))
                .body("items[2].protected", equalTo(true))
                .body("items[2].eventId", nullValue())
                .body("next", nullValue());
        String next = app().queryParam("limit", 3)
                .get(path + "/history")
                .then()
                .body("items", hasSize(3))
                .extract()
                .path("next");
        app().queryParam("after", next).get(path + "/history").then().body("items", hasSize(1));
        app().queryParam("after", "eA").get(path + "/history").then().statusCode(400);
        app().get("/v1/contexts/conversation/no-history/history").then().statusCode(404);
        app().get("/v1/contexts/unheard-of/x/history").then().statusCode(404);
    }

    @Test
    void peersAreForOperators() {
        site.gateway()
                .setPeers(List.of(
                        new PeerStatus("gcp-asia-northeast1", PeerStatus.State.UP, false, 0, Map.of(), 0, 0, 0, 0),
                        new PeerStatus(
                                "azure-westeurope",
                                PeerStatus.State.PARTITIONED,
                                true,
                                1_700_000_000_000L,
                                Map.of(Tier.CRITICAL, new PeerStatus.Lag(1, 2, 3, 4_000)),
                                7,
                                6,
                                5,
                                1)));
        try {
            app().get("/v1/peers").then().statusCode(403);
            given().auth()
                    .oauth2(Tokens.of("operator"))
                    .get("/v1/peers")
                    .then()
                    .statusCode(200)
                    .body("items.site", equalTo(List.of("azure-westeurope", "gcp-asia-northeast1")))
                    .body("items[0].state", equalTo("partitioned"))
                    .body("items[0].alert", equalTo(true))
                    .body("items[1].alert", equalTo(false))
                    .body("items[0].lastHeard", equalTo("2023-11-14T22:13:20Z"))
                    .body("items[0].lag.critical.p95Ms", equalTo(2))
                    .body("items[0].lag.critical.stalenessMs", equalTo(4000))
                    .body("items[0].sent", equalTo(7))
                    .body("items[0].confirmed", equalTo(6))
                    .body("items[0].queueDepth", equalTo(5))
                    .body("items[1].lastHeard", nullValue());
            given().get("/q/metrics").then().body(containsString("crossweave_peer_staleness_ms"));
        } finally {
            site.gateway().setPeers(List.of());
        }
    }

    @Test
    void theDescriptionNamesTheCalls() {
        given().get("/q/openapi")
                .then()
                .statusCode(200)
                .body(containsString("/v1/contexts/{type}/{id}/watch"))
                .body(containsString("/v1/events"))
                .body(containsString("bearer"));
    }
}
