package io.crossweave.it.sites;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.document.JsonNumber;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonString;
import io.crossweave.core.document.JsonValue;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whatever is sent to a site: it says what is wrong, by the right status and as problem details, and goes on. */
@ExtendWith(SharedCluster.class)
class BadInputIT {
    private static final String CONTEXT = "/v1/contexts/conversation/bad-input";
    private static final int TOO_LARGE_BYTES = 100 << 20;
    private static final int TOO_DEEP = 10_000;
    private static final String JSON = "application/json";
    /** Stands in bodies that are refused, and must not come back. */
    private static final String PAYLOAD = "payload-6f1d2a";

    private final SiteCluster cluster;

    BadInputIT(SiteCluster cluster) {
        this.cluster = cluster;
    }

    /** One request, and the statuses that are right for it. */
    private record Bad(String what, Function<SiteClient, HttpRequest.Builder> request, List<Integer> statuses) {}

    private static Bad bad(String what, int status, Function<SiteClient, HttpRequest.Builder> request) {
        return new Bad(what, request, List.of(status));
    }

    private static Bad event(String what, int status, String body) {
        return bad(
                what,
                status,
                client -> client.request("/v1/events")
                        .header("Content-Type", JSON)
                        .POST(BodyPublishers.ofString(body)));
    }

    private static Bad put(String what, int status, byte[] body) {
        return bad(
                what,
                status,
                client -> client.request(CONTEXT).header("Content-Type", JSON).PUT(BodyPublishers.ofByteArray(body)));
    }

    private static Bad patch(String what, int status, String mediaType, String body) {
        return bad(
                what,
                status,
                client -> client.request(CONTEXT)
                        .header("Content-Type", mediaType)
                        .method("PATCH", BodyPublishers.ofString(body)));
    }

    private static Bad get(String what, int status, String path) {
        return bad(what, status, client -> client.request(path).GET());
    }

    private static List<Bad> bodies() {
        String good = "{\"type\":\"conversation\",\"contextId\":\"bad-input\",\"eventType\":\"CONTEXT_DELTA\",";
        String operations =
                "\"payload\":{\"operations\":[{\"type\":\"ADD\",\"path\":\"/a\",\"value\":\"" + PAYLOAD + "\"}]}";
        return List.of(
                event("half an object", 400, "{\"type\":\"" + PAYLOAD),
                event("nothing", 400, ""),
                event("words", 400, "hello"),
                event("two values", 400, "{} {}"),
                event("a name twice", 400, "{\"type\":\"a\",\"type\":\"b\"}"),
                event("a text", 400, "\"" + PAYLOAD + "\""),
                event("an event id that is a number", 400, good + "\"eventId\":7," + operations + "}"),
                event("an event without a payload", 400, good + "\"eventId\":\"e\"}"),
                event("operations that are an object", 400, good + "\"payload\":{\"operations\":{}}}"),
                event("an operation that is a number", 400, good + "\"payload\":{\"operations\":[1]}}"),
                event("labels that are a list", 400, good + operations + ",\"metadata\":{\"labels\":[]}}"),
                event("an event type that nobody knows", 422, good.replace("DELTA", "OTHER") + operations + "}"),
                event(
                        "a context type that nobody knows",
                        422,
                        good.replace("conversation", "unheard") + operations + "}"),
                event(
                        "a context type of a wrong form",
                        400,
                        good.replace("conversation", "Con Versation") + operations + "}"),
                event(
                        "an index of a list that is not there",
                        422,
                        good + "\"payload\":{\"operations\":[{\"type\":\"REMOVE\",\"path\":\"/nowhere/7\"}]}}"),
                put("bytes that are no UTF-8", 400, new byte[] {'{', '"', (byte) 0xff, (byte) 0xfe, '"', ':', '1', '}'
                }),
                put("a document that is a list", 422, "[1,2]".getBytes(StandardCharsets.UTF_8)),
                put("a document 10,000 deep", 400, deep()),
                put("a body of 100 MB", 413, spaces()),
                bad(
                        "a body of 100 MB of no announced length",
                        413,
                        client -> client.request(CONTEXT)
                                .header("Content-Type", JSON)
                                .PUT(BodyPublishers.ofInputStream(BadInputIT::endless))));
    }

    private static List<Bad> patches() {
        String jsonPatch = "application/json-patch+json";
        return List.of(
                patch("a JSON Patch that is an object", 400, jsonPatch, "{\"op\":\"add\"}"),
                patch("a JSON Patch of an unknown operation", 400, jsonPatch, "[{\"op\":\"paint\",\"path\":\"/a\"}]"),
                patch("a JSON Patch without a path", 400, jsonPatch, "[{\"op\":\"remove\"}]"),
                patch("a path that is no pointer", 400, jsonPatch, "[{\"op\":\"remove\",\"path\":\"a/b\"}]"),
                patch("a removal of what is not there", 422, jsonPatch, "[{\"op\":\"remove\",\"path\":\"/absent\"}]"),
                patch("a test that fails", 422, jsonPatch, "[{\"op\":\"test\",\"path\":\"/state\",\"value\":0}]"),
                patch("a Merge Patch that is a list", 422, "application/merge-patch+json", "[]"),
                patch("a patch as plain text", 415, "text/plain", "a=b"),
                bad(
                        "an If-Match that is no tag",
                        400,
                        client -> client.request(CONTEXT)
                                .header("Content-Type", JSON)
                                .header("If-Match", "not quoted")
                                .PUT(BodyPublishers.ofString("{}"))),
                bad(
                        "an If-Match of another version",
                        412,
                        client -> client.request(CONTEXT)
                                .header("Content-Type", JSON)
                                .header("If-Match", "\"other\"")
                                .PUT(BodyPublishers.ofString("{}"))));
    }

    private static List<Bad> paths() {
        return List.of(
                get("a path that leads nowhere", 404, "/v1/nothing"),
                get("a type that nobody knows", 404, "/v1/contexts/unheard/x"),
                get("a type of a wrong form", 400, "/v1/contexts/Conversation/x"),
                get("an id with a blank", 400, "/v1/contexts/conversation/a%20b"),
                get("an id with a slash", 400, "/v1/contexts/conversation/a%2Fb"),
                get("an id with a zero byte", 400, "/v1/contexts/conversation/a%00b"),
                get("an id of 257 characters", 400, "/v1/contexts/conversation/" + "x".repeat(257)),
                get("a context that is not there", 404, "/v1/contexts/conversation/not-there"),
                get("a list without a type", 400, "/v1/contexts"),
                get("a limit that is a word", 400, CONTEXT + "/history?limit=many"),
                get("a cursor from nowhere", 400, CONTEXT + "/history?after=%21%21"),
                get("a version that is no token", 400, CONTEXT + "?at-least=zzz"),
                bad(
                        "a method that is not for it",
                        405,
                        client -> client.request(CONTEXT).POST(BodyPublishers.ofString("{}"))));
    }

    private List<Bad> credentials() {
        String all = TokenKey.EVERYBODY;
        Instant later = Instant.now().plusSeconds(600);
        TokenKey key = cluster.tokens();
        String good = key.token(SiteCluster.TENANT);
        return List.of(
                bad("no token", 401, client -> client.bare(CONTEXT).GET()),
                as(
                        "a token that is over",
                        401,
                        key.token("default", all, Instant.now().minusSeconds(120))),
                as("a token of a foreign key", 401, TokenKey.generate().token("default", all, later)),
                as("a token whose claims were changed", 401, good.replaceFirst("\\.[^.]*\\.", ".e30.")),
                as("a token that nobody signed", 401, good.substring(0, good.lastIndexOf('.') + 1)),
                as("a word for a token", 401, "secret"),
                as("a token of a tenant without a name", 401, key.token("", all, later)),
                as("a token that may only publish", 403, key.token("default", "\"publisher\"", later)),
                as("the token of another tenant", 404, key.token("other", all, later)));
    }

    private static Bad as(String what, int status, String token) {
        return bad(
                what, status, client -> client.withToken(token).request(CONTEXT).GET());
    }

    @TestFactory
    Stream<DynamicTest> isRefusedWithAReason() {
        SiteClient client = cluster.client(SiteRegion.EU);
        assertThat(client.put(CONTEXT, "{\"state\":{\"topic\":\"first\"}}".getBytes(StandardCharsets.UTF_8))
                        .status())
                .isIn(200, 201);
        var all = new ArrayList<Bad>();
        all.addAll(bodies());
        all.addAll(patches());
        all.addAll(paths());
        all.addAll(credentials());
        return all.stream()
                .map(bad -> DynamicTest.dynamicTest(bad.what(), () -> {
                    Answer answer = client.ask(bad.request().apply(client));

                    assertThat(answer.status()).as("%s", answer).isIn(bad.statuses());
                    assertIsProblem(answer);
                    // The site goes on, with what it had.
                    Answer still = client.get(CONTEXT);
                    assertThat(still.status()).isEqualTo(200);
                    assertThat(still.object())
                            .isEqualTo(JsonObject.of("state", JsonObject.of("topic", new JsonString("first"))));
                }));
    }

    @Test
    void aBadItemOfABatchHarmsNoOther() {
        SiteClient client = cluster.client(SiteRegion.US);
        String good = new String(
                Event.of("conversation", "batch", "good")
                        .append("/messages", new JsonString("hello"))
                        .json(),
                StandardCharsets.UTF_8);

        Answer answer = client.post(("[7," + good + ",{\"type\":\"unheard\"}]").getBytes(StandardCharsets.UTF_8));

        assertThat(answer.status()).isEqualTo(200);
        var statuses = new ArrayList<JsonValue>();
        answer.list().forEach(item -> statuses.add(((JsonObject) item).get("status")));
        assertThat(statuses).element(1).isEqualTo(JsonNumber.of(200));
        assertThat(statuses).element(0).isEqualTo(JsonNumber.of(400));
        assertThat(client.history("conversation", "batch")).containsExactly("good");
    }

    private static void assertIsProblem(Answer answer) {
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.text("type")).startsWith("https://crossweave.dev/problems/");
        assertThat(answer.text("title")).isNotBlank();
        assertThat(answer.text("detail")).hasSizeGreaterThan(10);
        assertThat(answer.text("instance")).isNotBlank();
        assertThat(answer.object().get("status")).isEqualTo(JsonNumber.of(answer.status()));
        assertThat(new String(answer.body(), StandardCharsets.UTF_8))
                .doesNotContain(PAYLOAD, "Exception", "io.crossweave.", "\tat ", "\\tat ");
    }

    private static byte[] deep() {
        return ("{\"a\":".repeat(TOO_DEEP) + "1" + "}".repeat(TOO_DEEP)).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] spaces() {
        byte[] spaces = new byte[TOO_LARGE_BYTES];
        Arrays.fill(spaces, (byte) ' ');
        return spaces;
    }

    private static InputStream endless() {
        byte[] piece = new byte[1 << 20];
        Arrays.fill(piece, (byte) ' ');
        var pieces = Collections.nCopies(TOO_LARGE_BYTES / piece.length, piece).stream()
                .map(ByteArrayInputStream::new)
                .toList();
        return new SequenceInputStream(Collections.enumeration(pieces));
    }
}
