package io.crossweave.app.resolve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.crossweave.app.fake.FakeGateway;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonString;
import io.crossweave.core.document.JsonValue;
import io.crossweave.core.resolve.Dispute;
import io.crossweave.core.resolve.ResolverRounds;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A resolver on the loopback, over HTTP. */
class WebhookResolverTest {
    private final DisputedPlan plan =
            new DisputedPlan(new JsonString("ours"), new JsonString("theirs"), "planner", FakeGateway.SITE.region());
    private final List<String> questions = new CopyOnWriteArrayList<>();
    private final List<String> authorizations = new CopyOnWriteArrayList<>();

    @TempDir
    Path folder;

    private Optional<Path> credential = Optional.empty();
    private HttpServer server;
    private int status = 200;
    private String answer = "";

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            questions.add(exchange.getRequestMethod() + " " + exchange.getProtocol() + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Location", "/elsewhere");
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            if (bytes.length > 0) {
                exchange.getResponseBody().write(bytes);
            }
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void end() {
        server.stop(0);
    }

    private WebhookResolver webhook() {
        return new WebhookResolver(
                "planner", URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/decide"), credential);
    }

    private Optional<JsonValue> ask(int status, String answer) throws Exception {
        this.status = status;
        this.answer = answer;
        var rounds = new ResolverRounds(FakeGateway.SITE.region(), Map.of("plans", plan.type));
        Dispute dispute =
                rounds.due(List.of(plan.only().conflict()), List.of(), 0).getFirst();
        return webhook().resolve(dispute.question().orElseThrow());
    }

    @Test
    void isAskedWithAllValuesAndMayChooseOne() throws Exception {
        answer = "{\"choose\":\"" + DisputedPlan.THEIRS + "\"}";
        ResolverLoop loop = plan.loop(webhook(), 10_000);

        assertThat(loop.look()).isEqualTo(1);
        loop.awaitEnd();

        assertThat(questions).hasSize(1);
        assertThat(questions.getFirst())
                .startsWith("POST HTTP/1.1 {")
                .contains("\"ours\"", "\"theirs\"", DisputedPlan.THEIRS.toString(), "\"path\":\"/plan\"");
        assertThat(plan.plan()).isEqualTo(new JsonString("theirs"));
        assertThat(plan.only().conflict().isOpen()).isFalse();
    }

    @Test
    void isToldItsCredentialAsTheFileHoldsItNow() throws Exception {
        ask(204, "");
        Path file = Files.writeString(folder.resolve("planner.credential"), "Bearer one\n");
        credential = Optional.of(file);
        ask(204, "");
        Files.writeString(file, "Bearer two");
        ask(204, "");

        assertThat(authorizations).containsExactly("null", "Bearer one", "Bearer two");
    }

    @Test
    void isNotAskedWhereItsCredentialIsNotToBeHad_andNobodyHearsWhatTheFileHolds() throws Exception {
        credential = Optional.of(folder.resolve("gone"));
        assertThatThrownBy(() -> ask(204, "")).hasMessageContaining("can't be read");

        credential = Optional.of(Files.writeString(folder.resolve("lines"), "secret\nof two lines"));
        assertThatThrownBy(() -> ask(204, ""))
                .hasMessageContaining("no value of a header")
                .hasMessageNotContaining("secret")
                .hasNoCause();
        assertThat(questions).isEmpty();
    }

    @Test
    void mayAnswerWithAValueOfItsOwnOrLeaveItToOthers() throws Exception {
        assertThat(ask(200, "{\"value\":{\"to\":\"east\"}}")).hasValue(JsonObject.of("to", new JsonString("east")));
        assertThat(ask(204, "")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"choose\":\"nobody\"}",
                "{\"choose\":1}",
                "{\"value\":",
                "{\"value\":1,\"value\":2}"
            })
    void failsWithAnAnswerThatIsNone(String text) {
        assertThatThrownBy(() -> ask(200, text))
                .isInstanceOf(ResolverFailure.class)
                .hasMessageContaining("answer");
    }

    @Test
    void readsAnAnswerUpToABound() {
        assertThatThrownBy(() -> ask(200, "{\"value\":\"" + "x".repeat(2 << 20) + "\"}"))
                .isInstanceOf(ResolverFailure.class)
                .hasMessageContaining("more than");
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 400, 500, 201})
    void takesNoOtherStatusForAnAnswerAndFollowsNothing(int other) {
        assertThatThrownBy(() -> ask(other, "{\"value\":1}"))
                .isInstanceOf(ResolverFailure.class)
                .hasMessageContaining("status " + other);
        assertThat(questions).hasSize(1);
    }

    @Test
    void failsWhereNobodyListens() {
        WebhookResolver webhook = webhook();
        server.stop(0);

        assertThatThrownBy(() -> ask(200, ""))
                .isInstanceOf(ResolverFailure.class)
                .hasMessageContaining("can't be reached");
        assertThat(webhook.name()).isEqualTo("planner");
    }
}
