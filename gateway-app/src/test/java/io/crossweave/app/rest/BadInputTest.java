package io.crossweave.app.rest;

import static io.crossweave.app.rest.Calls.app;
import static io.crossweave.app.rest.Calls.json;
import static io.crossweave.app.rest.Calls.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.crossweave.app.fake.TestSite;
import io.crossweave.app.fake.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(TestSite.class)
class BadInputTest {
    private static final String PATH = "/v1/contexts/conversation/bad-input";

    /** Whatever came, the site goes on. */
    @AfterEach
    void siteStillServes() {
        json("{\"fine\":true}").put(PATH + "-after").then().statusCode(not(equalTo(500)));
        app().get(PATH + "-after").then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{\"a\":1,}",
                "{\"a\":1}{}",
                "nul",
                "{\"a\":NaN}",
                "{\"a\":\"\\ud800\"}",
                "{'a':1}",
                "{\"a\":01}"
            })
    void refusesWhatIsNoJson(String body) {
        json(body)
                .put(PATH)
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("type", equalTo(problem("malformed-json")))
                .body("detail", containsString("line 1, column"));
    }

    @Test
    void refusesDuplicateKeys() {
        json("{\"a\":1,\"b\":{\"c\":1,\"c\":2}}")
                .put(PATH)
                .then()
                .statusCode(400)
                .body("type", equalTo(problem("malformed-json")));
    }

    @Test
    void refusesBrokenUtf8() {
        byte[] body = {'{', '"', 'a', '"', ':', '"', (byte) 0xC3, (byte) 0x28, '"', '}'};
        app().contentType("application/json")
                .body(body)
                .put(PATH)
                .then()
                .statusCode(400)
                .body("type", equalTo(problem("malformed-json")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "1", "\"text\"", "null", "true"})
    void refusesDocumentsThatAreNoObjects(String body) {
        json(body).put(PATH).then().statusCode(422).body("type", equalTo(problem("invalid-document")));
        app().contentType("application/merge-patch+json")
                .body(body)
                .patch(PATH)
                .then()
                .statusCode(422);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '!',
            value = {
                "{}|400|''",
                "[1]|400|/0",
                "[{}]|400|/0/op",
                "[{\"op\":\"jump\",\"path\":\"/a\"}]|400|/0/op",
                "[{\"op\":\"add\",\"path\":\"/a\"}]|400|/0/value",
                "[{\"op\":\"add\",\"path\":\"a\",\"value\":1}]|400|/0/path",
                "[{\"op\":\"add\",\"path\":\"/~2\",\"value\":1}]|400|/0/path",
                "[{\"op\":\"add\",\"path\":7,\"value\":1}]|400|/0/path",
                "[{\"op\":\"remove\",\"path\":\"/a\"},{\"op\":\"remove\"}]|400|/1/path",
                "[{\"op\":\"move\",\"from\":\"/not-there\",\"path\":\"/b\"}]|422|/not-there",
                "[{\"op\":\"move\",\"path\":\"/b\"}]|400|/0/from",
                "[{\"op\":\"copy\",\"from\":\"/a~2\",\"path\":\"/b\"}]|400|/0/from",
                "[{\"op\":\"copy\",\"from\":\"/not-there\",\"path\":\"/b\"}]|422|/not-there",
                "[{\"op\":\"remove\",\"path\":\"/not-there\"}]|422|/not-there"
            })
    void refusesBadPatchesAndSaysWhere(String patch, int status, String pointer) {
        app().contentType("application/json-patch+json")
                .body(patch)
                .patch(PATH)
                .then()
                .statusCode(status)
                .contentType("application/problem+json")
                .body("errors[0].pointer", equalTo(pointer.replace("'", "")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/contexts/Conversation/x",
                "/v1/contexts/9lives/x",
                "/v1/contexts/conversation/a%20b",
                "/v1/contexts/conversation/a%2Fb",
                "/v1/contexts/conversation/%C3%A4",
                "/v1/contexts/conversation/%00",
                "/v1/contexts/conversation/a;b=c",
                "/v1/contexts;x/conversation/a"
            })
    void refusesPathsThatNameNoContext(String path) {
        app().urlEncodingEnabled(false)
                .get(path)
                .then()
                .statusCode(400)
                .body("type", equalTo(problem("malformed-request")));
    }

    @Test
    void refusesIdsBeyondTheirLength() {
        json("{}").put("/v1/contexts/conversation/" + "i".repeat(256)).then().statusCode(201);
        json("{}").put("/v1/contexts/conversation/" + "i".repeat(257)).then().statusCode(400);
    }

    @Test
    void refusesWhatIsNotThere() {
        app().get("/v1/contexts/unheard-of/x").then().statusCode(404).body("type", equalTo(problem("not-found")));
        json("{}")
                .put("/v1/contexts/unheard-of/x")
                .then()
                .statusCode(422)
                .body("type", equalTo(problem("unknown-context-type")));
        app().get("/v2/anything").then().statusCode(404).contentType("application/problem+json");
        app().post(PATH)
                .then()
                .statusCode(405)
                .contentType("application/problem+json")
                .header("Allow", containsString("PUT"));
        app().accept("image/png").get(PATH + "-after").then().statusCode(406).contentType("application/problem+json");
    }

    @ParameterizedTest
    @CsvSource({
        "at-least,not-a-token",
        "at-least,''",
        "timeout-ms,-1",
        "timeout-ms,soon",
        "on-timeout,maybe",
        "consistency,strong",
        "consistency,bounded",
        "consistency,home",
        "max-staleness-ms,10"
    })
    void refusesBadQueries(String name, String value) {
        app().queryParam(name, value)
                .get(PATH + "-after")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("detail", containsString(name));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Crossweave-Labels|residency|400",
                "Crossweave-Labels|=EU|400",
                "Crossweave-Labels|a=b,|400",
                "Crossweave-Durability|some|400",
                "Crossweave-Durability|sites=0|400",
                "Crossweave-Timeout-Ms|x|400",
                "Crossweave-Durability|sites=2|400",
                "Crossweave-Ttl|0|422",
                "Crossweave-Ttl|-1|422",
                "Crossweave-Ttl|1.5|422",
                "Crossweave-Ttl|316224001|422",
                "Crossweave-Ttl|1e999999999|422",
                "Crossweave-Ttl|x|400",
                "If-Match|unquoted|400",
                "If-None-Match|\"x\"|400",
                "Idempotency-Key|' '|400"
            })
    void refusesBadHeaders(String name, String value, int status) {
        json("{}")
                .header(name, value)
                .put(PATH)
                .then()
                .statusCode(status)
                .contentType("application/problem+json")
                .body("detail", containsString(name));
    }

    @Test
    void refusesTokensOfOtherContexts() {
        String other = Calls.put(PATH + "-other", "{}");
        Calls.put(PATH, "{}");
        app().queryParam("at-least", other).get(PATH).then().statusCode(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /v1/contexts/conversation/%zz",
                "GET /v1/contexts/conversation/x?at-least=%zz",
                "GET /v1/contexts/conversation/%",
                "GET /v1/contexts/conversation/x?timeout-ms=%C3%28",
                "PATCH " + PATH,
                "GET /v1/contexts?type=%zz",
                "POST /v1/events?x=%zz",
                "GET //v1//contexts",
                "GET /v1/contexts/conversation/..%2fx"
            })
    void oddRequestsAreTheCallersFault(String request) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
            socket.setSoTimeout(30_000);
            String head = request
                    + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 2\r\nAuthorization: Bearer "
                    + Tokens.of("publisher", "reader") + "\r\n\r\n{}";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            // A target that is no URI is refused by the server below the API, with an empty body.
            assertThat(answer).matches("(?s)HTTP/1.1 4\\d\\d .*(application/problem\\+json|content-length: 0).*");
        }
    }
}
