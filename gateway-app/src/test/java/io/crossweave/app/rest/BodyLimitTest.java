package io.crossweave.app.rest;

import static io.crossweave.app.rest.Calls.app;
import static io.crossweave.app.rest.Calls.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.crossweave.app.fake.TestSite;
import io.crossweave.app.fake.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(TestSite.class)
class BodyLimitTest {
    private static final String PATH = "/v1/contexts/conversation/bad-input";
    private static final int LIMIT = 32 << 20;

    /** Whatever came, the site goes on. */
    @AfterEach
    void siteStillServes() {
        json("{\"fine\":true}").put(PATH + "-after").then().statusCode(not(equalTo(500)));
        app().get(PATH + "-after").then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(ints = {513, 10_000})
    void refusesJsonThatIsTooDeep(int depth) throws IOException, InterruptedException {
        HttpResponse<String> refused = put(PATH, nested(depth));
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("\"limit\":512", "malformed-json");
    }

    @Test
    void takesJsonOfTheGreatestDepth() throws IOException, InterruptedException {
        assertThat(put(PATH + "-depth", nested(512)).statusCode()).isEqualTo(201);
    }

    private static byte[] nested(int depth) {
        String text = "{\"a\":" + "[".repeat(depth - 1) + "]".repeat(depth - 1) + "}";
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void takesADocumentOfTheLimitAndRefusesOneByteMore() throws IOException, InterruptedException {
        assertThat(put(PATH + "-large", documentOf(LIMIT)).statusCode()).isEqualTo(201);
        HttpResponse<String> refused = put(PATH + "-large", documentOf(LIMIT + 1));
        assertThat(refused.statusCode()).isEqualTo(413);
        assertThat(refused.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(refused.body()).contains("\"limit\":" + LIMIT);
        json("{}").put(PATH + "-large").then().statusCode(200);
    }

    private static byte[] documentOf(int bytes) {
        byte[] body = new byte[bytes];
        Arrays.fill(body, (byte) 'x');
        System.arraycopy("{\"a\":\"".getBytes(StandardCharsets.US_ASCII), 0, body, 0, 6);
        System.arraycopy("\"}".getBytes(StandardCharsets.US_ASCII), 0, body, bytes - 2, 2);
        return body;
    }

    /** Without REST Assured, which keeps and prints what it sends. */
    private static HttpResponse<String> put(String path, byte[] body) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + RestAssured.port + path))
                    .version(HttpClient.Version.HTTP_1_1)
                    .header("Content-Type", "application/json")
                    .header("Authorization", "Bearer " + Tokens.of("publisher"))
                    .PUT(HttpRequest.BodyPublishers.ofByteArray(body))
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }

    /** As a simple client does it: first all of the body, then the answer. */
    @Test
    void aHundredMegabytesAreRefusedWithTheReason() throws IOException {
        String answer = sendWhole("Content-Length: " + 100_000_000, 100_000_000, false);
        assertThat(answer)
                .startsWith("HTTP/1.1 413")
                .contains("application/problem+json")
                .contains("\"limit\":" + LIMIT);
    }

    @Test
    void chunkedBodiesHaveTheSameLimit() throws IOException {
        String answer = sendWhole("Transfer-Encoding: chunked", LIMIT + 2_000_000, true);
        assertThat(answer)
                .startsWith("HTTP/1.1 413")
                .contains("application/problem+json")
                .contains("\"limit\":" + LIMIT);
    }

    @Test
    void aRefusalIsHeardEvenWhereTheBodyIsNotRead() throws IOException {
        String answer = sendWhole("reader", "Connection: close\r\nContent-Length: 20000000", 20_000_000, false);
        assertThat(answer).startsWith("HTTP/1.1 403").contains("application/problem+json");
    }

    private static String sendWhole(String framing, int bytes, boolean chunked) throws IOException {
        return sendWhole("publisher", framing, bytes, chunked);
    }

    private static String sendWhole(String group, String framing, int bytes, boolean chunked) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
            socket.setSoTimeout(30_000);
            OutputStream out = socket.getOutputStream();
            String head = "PUT " + PATH
                    + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nAuthorization: Bearer "
                    + Tokens.of(group) + "\r\n" + framing + "\r\n\r\n";
            out.write(head.getBytes(StandardCharsets.US_ASCII));
            byte[] piece = " ".repeat(100_000).getBytes(StandardCharsets.US_ASCII);
            for (int sent = 0; sent < bytes; sent += piece.length) {
                if (chunked) {
                    out.write((Integer.toHexString(piece.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
                }
                out.write(piece);
                if (chunked) {
                    out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
                }
            }
            if (chunked) {
                out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            }
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
