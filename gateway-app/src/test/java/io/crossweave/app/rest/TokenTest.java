package io.crossweave.app.rest;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;

import io.crossweave.app.fake.TestSite;
import io.crossweave.app.fake.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(TestSite.class)
class TokenTest {
    private static final String CONTEXT = "/v1/contexts/conversation/token-test";

    static Stream<String> badTokens() {
        return Stream.of(
                Tokens.foreign(),
                Tokens.expired(),
                Tokens.ofIssuer("someone-else"),
                Tokens.ofAudience("another-product"),
                Tokens.withoutTenant(),
                "not-a-token",
                unsigned());
    }

    private static String unsigned() {
        String[] parts = Tokens.of("admin").split("\\.", -1);
        return "eyJhbGciOiJub25lIn0." + parts[1] + ".";
    }

    @Test
    void refusesCallsWithoutToken() {
        given().get(CONTEXT)
                .then()
                .statusCode(401)
                .contentType("application/problem+json")
                .header("WWW-Authenticate", "Bearer")
                .body("type", equalTo("https://crossweave.dev/problems/unauthenticated"))
                .body("status", equalTo(401))
                .body("instance", matchesPattern("[0-9a-f]{32}"));
    }

    @ParameterizedTest
    @MethodSource("badTokens")
    void refusesTokensThatDoNotVerify(String token) {
        given().auth()
                .oauth2(token)
                .get(CONTEXT)
                .then()
                .statusCode(401)
                .contentType("application/problem+json")
                .body("type", equalTo("https://crossweave.dev/problems/unauthenticated"))
                .body(not(containsString("Exception")));
    }

    @Test
    void readersMayNotPublishAndPublishersMayNotRead() {
        given().auth()
                .oauth2(Tokens.of("reader"))
                .contentType("application/json")
                .body("{}")
                .put(CONTEXT)
                .then()
                .statusCode(403)
                .contentType("application/problem+json")
                .body("type", equalTo("https://crossweave.dev/problems/forbidden"));
        given().auth().oauth2(Tokens.of("publisher")).get(CONTEXT).then().statusCode(403);
        given().auth().oauth2(Tokens.of()).get(CONTEXT).then().statusCode(403);
    }

    @Test
    void adminsMayReadAndPublish() {
        String admin = Tokens.of("admin");
        given().auth()
                .oauth2(admin)
                .contentType("application/json")
                .body("{}")
                .put(CONTEXT + "-admin")
                .then()
                .statusCode(201);
        given().auth().oauth2(admin).get(CONTEXT + "-admin").then().statusCode(200);
    }

    @Test
    void tokensNeedNotSayWhenTheyWereIssued() {
        given().auth()
                .oauth2(Tokens.withoutIssueTime())
                .get(CONTEXT + "-none")
                .then()
                .statusCode(404);
    }

    @Test
    void anotherTenantSeesNothing() {
        given().auth()
                .oauth2(Tokens.ofTenant("acme"))
                .contentType("application/json")
                .body("{\"secret\":1}")
                .put(CONTEXT + "-acme")
                .then()
                .statusCode(201);
        String absent = given().auth()
                .oauth2(Tokens.of("reader"))
                .header("traceparent", trace())
                .get(CONTEXT + "-none")
                .asString();
        given().auth()
                .oauth2(Tokens.of("reader"))
                .header("traceparent", trace())
                .get(CONTEXT + "-acme")
                .then()
                .statusCode(404)
                .body(equalTo(absent));
    }

    @Test
    void answersCarryTheCallersTrace() {
        given().auth()
                .oauth2(Tokens.of("reader"))
                .header("traceparent", trace())
                .get(CONTEXT + "-none")
                .then()
                .body("instance", equalTo("4bf92f3577b34da6a3ce929d0e0e4736"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/q/health/live", "/q/health/ready", "/q/metrics", "/q/openapi"})
    void probesAndDescriptionsNeedNoToken(String path) {
        given().get(path).then().statusCode(200);
    }

    private static String trace() {
        return "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    }
}
