package io.crossweave.app.rest;

import static io.crossweave.app.rest.Calls.app;
import static io.crossweave.app.rest.Calls.json;
import static io.crossweave.app.rest.Calls.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.crossweave.app.fake.OtherHome;
import io.crossweave.app.fake.TestSite;
import io.crossweave.app.fake.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What is sent on to a type's home site goes there and nowhere else. */
@QuarkusTest
@QuarkusTestResource(TestSite.class)
@QuarkusTestResource(OtherHome.class)
class ForwardingTest {
    private static final String PATH = "/v1/contexts/home-gcp-asia-northeast1/a";

    /** Sends a request target as it is, which no client library would. */
    private static String get(String target) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
            String request = "GET " + target + " HTTP/1.1\r\nHost: here\r\nConnection: close\r\nAuthorization: Bearer "
                    + Tokens.of("reader") + "\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private static String event(String id) {
        return "{\"eventId\":\"" + id + "\",\"type\":\"home-gcp-asia-northeast1\",\"contextId\":\"a\","
                + "\"eventType\":\"CONTEXT_STATE\",\"payload\":{\"document\":{}}}";
    }

    @Test
    void aRequestIsSentOnBelowTheHomesOwnPath() {
        app().get(PATH + "?consistency=home&timeout-ms=1")
                .then()
                .statusCode(200)
                .body("target", equalTo("/gateway" + PATH + "?consistency=home&timeout-ms=1"));
    }

    @Test
    void aTargetThatNamesAnotherHostIsSentToTheHomeAllTheSame() throws IOException {
        try (var stranger = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String answer = get("http://127.0.0.1:" + stranger.getLocalPort() + PATH + "?consistency=home");

            assertThat(answer).startsWith("HTTP/1.1 200").contains("/gateway" + PATH);
        }
    }

    @Test
    void whatIsNoUriIsRefused() throws IOException {
        assertThat(get(PATH + "?consistency=home&at-least=\"|{^")).startsWith("HTTP/1.1 400");
        assertThat(get(PATH + "?consistency=home&x=%zz")).startsWith("HTTP/1.1 400");
    }

    @Test
    void anItemThatTheHomesProxyAnswersForHarmsNoOther() {
        json("[" + event("e-1") + "," + event("lost") + "]")
                .post("/v1/events")
                .then()
                .statusCode(200)
                .body("[0].status", equalTo(200))
                .body("[0].result.target", containsString("/gateway/v1/events"))
                .body("[1].status", equalTo(503))
                .body("[1].problem.type", equalTo(problem("unavailable")));
    }
}
