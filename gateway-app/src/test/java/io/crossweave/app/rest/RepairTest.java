package io.crossweave.app.rest;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.crossweave.app.fake.TestSite;
import io.crossweave.app.fake.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.Test;

/** What operators may ask of the search for silent differences. */
@QuarkusTest
@QuarkusTestResource(TestSite.class)
class RepairTest {
    private static RequestSpecification operator() {
        return given().auth().oauth2(Tokens.of("operator"));
    }

    @Test
    void L14_anOperatorStartsARepairAndSeesWhatTheLastOneCameTo() {
        operator().post("/v1/repairs").then().statusCode(202).body("items[0].underWay", equalTo(true));
        operator()
                .get("/v1/repairs")
                .then()
                .statusCode(200)
                .body("damaged", equalTo(1))
                .body("items[0].site", equalTo("azure-westeurope"))
                .body("items[0].result", equalTo("unanswered"))
                .body("items[0].ended", equalTo("2023-11-14T22:13:20Z"))
                .body("items[0].differing", equalTo(3))
                .body("items[0].restated", equalTo(2))
                .body("items[1].result", nullValue());
    }

    @Test
    void whoIsNoOperatorMayNotAskForARepair() {
        given().auth()
                .oauth2(Tokens.of("reader", "publisher"))
                .post("/v1/repairs")
                .then()
                .statusCode(403);
    }
}
