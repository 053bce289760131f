package io.crossweave.app.rest;

import static io.crossweave.app.rest.Calls.app;
import static io.crossweave.app.rest.Calls.json;
import static io.crossweave.app.rest.Calls.problem;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.crossweave.app.fake.FakeLifecycle;
import io.crossweave.app.fake.TestSite;
import io.crossweave.core.gateway.DurabilityReached;
import io.crossweave.core.gateway.PeerStatus;
import io.crossweave.core.model.Tier;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Where a change is committed, how far behind a read may be, and types that are written at one site. */
@QuarkusTest
@QuarkusTestResource(TestSite.class)
class SessionTest {
    private static final String PATH = "/v1/contexts/profile/session";

    @Inject
    FakeLifecycle site;

    @AfterEach
    void noPeers() {
        site.gateway().setPeers(List.of());
        site.gateway().takeTime(false);
    }

    private static PeerStatus peer(String region, long stalenessMs) {
        var lag = Map.of(Tier.CRITICAL, new PeerStatus.Lag(1, 1, 1, stalenessMs));
        return new PeerStatus(region, PeerStatus.State.UP, false, 1, lag, 0, 0, 0, 0);
    }

    private void reached(boolean all, String... regions) {
        site.gateway().commitElsewhere(new DurabilityReached(new TreeSet<>(Set.of(regions)), all));
    }

    @Test
    void anAnswerNamesTheDurabilityThatWasReached() {
        site.gateway().setPeers(List.of(peer("azure-westeurope", 1), peer("gcp-asia-northeast1", 1)));
        json("{}").put(PATH).then().body("durability", equalTo("local")).body("sites", nullValue());
        reached(false, "aws-us-east-1", "azure-westeurope");
        json("{}")
                .header("Crossweave-Durability", "sites=3")
                .header("Crossweave-Timeout-Ms", "10")
                .put(PATH)
                .then()
                .statusCode(200)
                .header("ETag", notNullValue())
                .body("durability", equalTo("sites=2"))
                .body("sites", equalTo(List.of("aws-us-east-1", "azure-westeurope")));
        reached(false, "aws-us-east-1");
        json("{}").header("Crossweave-Durability", "all").put(PATH).then().body("durability", equalTo("local"));
        reached(true, "aws-us-east-1");
        json("{}").header("Crossweave-Durability", "all").put(PATH).then().body("durability", equalTo("all"));
        json("{}").header("Crossweave-Durability", "sites=4").put(PATH).then().statusCode(400);
    }

    @Test
    void aBatchAsksForDurabilityAsLongAsOneChangeDoes() {
        site.gateway().setPeers(List.of(peer("azure-westeurope", 1)));
        site.gateway().takeTime(true);
        String event = "{\"eventId\":\"batch-%d\",\"type\":\"profile\",\"contextId\":\"batch\","
                + "\"eventType\":\"CONTEXT_STATE\",\"payload\":{\"document\":{}}}";
        String batch = IntStream.range(0, 50).mapToObj(event::formatted).collect(Collectors.joining(",", "[", "]"));

        json(batch)
                .header("Crossweave-Durability", "sites=2")
                .header("Crossweave-Timeout-Ms", "400")
                .post("/v1/events")
                .then()
                .statusCode(200)
                .body("", hasSize(50))
                .time(lessThan(10_000L));
    }

    @Test
    void aBoundedReadWaitsUntilTheSiteIsNotTooFarBehind() {
        json("{}").put(PATH);
        site.gateway().setPeers(List.of(peer("azure-westeurope", 400)));

        app().get(PATH + "?consistency=bounded&max-staleness-ms=400").then().statusCode(200);
        app().get(PATH + "?consistency=bounded&max-staleness-ms=399&timeout-ms=50")
                .then()
                .statusCode(504)
                .header("ETag", notNullValue())
                .body("type", equalTo(problem("too-stale")));
        app().get(PATH + "?consistency=bounded&max-staleness-ms=399&timeout-ms=50&on-timeout=stale")
                .then()
                .statusCode(200);
        var freshens = Thread.ofVirtual().start(() -> site.gateway().setPeers(List.of(peer("azure-westeurope", 10))));
        app().get(PATH + "?consistency=bounded&max-staleness-ms=20&timeout-ms=20000")
                .then()
                .statusCode(200);
        freshens.interrupt();
    }

    @Test
    void whatIsWrittenAtOneSiteIsRefusedElsewhereWhereItCantBeSentOn() {
        String elsewhere = "/v1/contexts/home-azure-westeurope/a";
        json("{}")
                .put(elsewhere)
                .then()
                .statusCode(421)
                .body("type", equalTo(problem("wrong-site")))
                .body("sites", hasSize(1))
                .body("sites[0].site", equalTo("azure-westeurope"));
        app().delete(elsewhere).then().statusCode(421);
        app().get(elsewhere + "?consistency=home").then().statusCode(421);
        app().get(elsewhere).then().statusCode(404);
        app().get(PATH + "?consistency=home").then().statusCode(400);
        String event = "{\"eventId\":\"h\",\"type\":\"home-azure-westeurope\",\"contextId\":\"a\","
                + "\"eventType\":\"CONTEXT_STATE\",\"payload\":{\"document\":{}}}";
        json(event).post("/v1/events").then().statusCode(421);
        json("[" + event + "]").post("/v1/events").then().statusCode(200).body("[0].status", equalTo(421));
    }

    @Test
    void theHomeSiteItselfTakesWritesAndReads() {
        String here = "/v1/contexts/home-aws-us-east-1/a";
        json("{\"x\":1}").put(here).then().statusCode(201);
        app().get(here + "?consistency=home").then().statusCode(200).body("x", equalTo(1));
    }
}
