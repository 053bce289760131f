package io.crossweave.app.rest;

import static io.crossweave.app.rest.Calls.app;
import static io.crossweave.app.rest.Calls.json;
import static io.crossweave.app.rest.Calls.problem;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.crossweave.app.AppLimits;
import io.crossweave.app.fake.TestSite;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(TestSite.class)
class EventTest {
    private static final String EVENTS = "/v1/events";

    private static String delta(String eventId, String contextId, String operations) {
        return """
                {"eventId":"%s","timestamp":"2026-01-15T14:30:00.000Z","version":"1.2","type":"conversation","contextId":"%s",
                 "cloudRegion":"us-east-1","eventType":"CONTEXT_DELTA","payload":{"operations":[%s]},"futureField":{"x":1},
                 "metadata":{"priority":"HIGH","compactionKey":"c","labels":{"residency":"EU"},"source":"agent",
                             "correlationId":"c-1","causationId":"e-0"}}""".formatted(eventId, contextId, operations);
    }

    @Test
    void publishesADelta() {
        String append = "{\"type\":\"ADD\",\"path\":\"/messages/-\",\"value\":{\"role\":\"user\"}}";
        json(delta("e-1", "event-delta", append))
                .post(EVENTS)
                .then()
                .statusCode(200)
                .header("ETag", notNullValue())
                .header("Location", nullValue())
                .body("eventId", equalTo("e-1"))
                .body("contextId", equalTo("event-delta"))
                .body("durability", equalTo("local"));
        app().get("/v1/contexts/conversation/event-delta").then().body(equalTo("{\"messages\":[{\"role\":\"user\"}]}"));
    }

    @Test
    void keepsFieldsThatItDoesNotKnow() {
        json(delta("e-1", "event-fields", "{\"type\":\"ADD\",\"path\":\"/a\",\"value\":1}"))
                .post(EVENTS)
                .then()
                .statusCode(200);

        app().get("/v1/contexts/conversation/event-fields/history")
                .then()
                .body("items[0].otherFields.futureField.x", equalTo(1))
                .body("items[0].otherFields.cloudRegion", equalTo("us-east-1"))
                .body("items[0].otherFields.metadata.priority", equalTo("HIGH"))
                .body("items[0].otherFields.metadata.labels", nullValue())
                .body("items[0].otherFields.payload", nullValue());
    }

    @Test
    void refusesMoreUnknownFieldsThanItKeeps() {
        String event = delta("e-1", "event-many-fields", "{\"type\":\"ADD\",\"path\":\"/a\",\"value\":1}");
        json(event.replace("\"x\":1", "\"x\":\"" + "y".repeat(AppLimits.OTHER_FIELDS_BYTES_MAX) + "\""))
                .post(EVENTS)
                .then()
                .statusCode(413)
                .body("type", equalTo(problem("too-large")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "events                        | OPTIONS, POST",
                "contexts                      | GET, HEAD, OPTIONS",
                "contexts/conversation/c       | DELETE, GET, HEAD, OPTIONS, PATCH, PUT",
                "contexts/conversation/c/watch | GET, HEAD, OPTIONS",
                "quarantine/q/replay           | OPTIONS, POST"
            })
    void optionsTellsTheMethodsOfItsPath(String path, String methods) {
        app().options("/v1/" + path).then().statusCode(200).header("Allow", equalTo(methods));
    }

    @Test
    void optionsFindsNothingWhereNothingIs() {
        app().options("/v1/nowhere").then().statusCode(404).body("type", equalTo(problem("not-found")));
    }

    @Test
    void publishesAllOperations() {
        String operations = """
                {"type":"REPLACE","path":"/a","value":1},{"type":"TEST","path":"/a","value":1},{"type":"REMOVE","path":"/a"},
                {"type":"APPEND","path":"/messages","value":"m"},{"type":"SET_ADD","path":"/tags","value":"x"},
                {"type":"SET_ADD","path":"/tags","value":"y"},{"type":"SET_REMOVE","path":"/tags","value":"x"},
                {"type":"INCREMENT","path":"/visits","value":2},{"type":"INCREMENT","path":"/visits","value":-0.5}""";
        json(delta("e-1", "event-operations", operations)).post(EVENTS).then().statusCode(200);
        app().get("/v1/contexts/conversation/event-operations")
                .then()
                .body("messages", equalTo(List.of("m")))
                .body("tags", equalTo(List.of("y")))
                .body("visits", equalTo(1.5f));
    }

    @Test
    void publishesAStateAndADeletion() {
        String event =
                "{\"eventId\":\"%s\",\"type\":\"conversation\",\"contextId\":\"event-state\",\"eventType\":\"%s\"%s}";
        json(event.formatted("s", "CONTEXT_STATE", ",\"payload\":{\"document\":{\"a\":1}}"))
                .post(EVENTS)
                .then()
                .statusCode(200);
        app().get("/v1/contexts/conversation/event-state").then().body(equalTo("{\"a\":1}"));
        json(event.formatted("d", "CONTEXT_DELETED", "")).post(EVENTS).then().statusCode(200);
        app().get("/v1/contexts/conversation/event-state")
                .then()
                .statusCode(404)
                .header("ETag", notNullValue());
        json(event.formatted("d2", "CONTEXT_DELETED", ",\"payload\":{}"))
                .post(EVENTS)
                .then()
                .statusCode(404);
    }

    @Test
    void anEventIdHasOneEffect() {
        String event = delta("same", "event-once", "{\"type\":\"APPEND\",\"path\":\"/messages\",\"value\":1}");
        String tag = json(event).post(EVENTS).then().statusCode(200).extract().header("ETag");
        json(event + " ")
                .post(EVENTS)
                .then()
                .statusCode(200)
                .header("Idempotency-Replayed", equalTo("true"))
                .header("ETag", equalTo(tag));
        json(delta("same", "event-once", "{\"type\":\"APPEND\",\"path\":\"/messages\",\"value\":2}"))
                .post(EVENTS)
                .then()
                .statusCode(422)
                .body("type", equalTo(problem("event-id-reused")));
        app().get("/v1/contexts/conversation/event-once").then().body(equalTo("{\"messages\":[1]}"));
    }

    @Test
    void labelsInTheWrongPlaceAreRefusedBecauseNobodyWouldHeedThem() {
        String event =
                delta("misplaced", "event-misplaced", "").replaceFirst("\\{", "{\"labels\":{\"residency\":\"EU\"},");
        json(event).post(EVENTS).then().statusCode(400).body("errors[0].pointer", equalTo("/labels"));
    }

    @Test
    void anEventWithoutIdTakesTheIdempotencyKey() {
        String event =
                "{\"type\":\"conversation\",\"contextId\":\"event-key\",\"eventType\":\"CONTEXT_STATE\",\"payload\":{\"document\":{}}}";
        String id = json(event)
                .header("Idempotency-Key", "k")
                .post(EVENTS)
                .then()
                .statusCode(200)
                .extract()
                .path("eventId");
        json(event)
                .header("Idempotency-Key", "k")
                .post(EVENTS)
                .then()
                .header("Idempotency-Replayed", equalTo("true"))
                .body("eventId", equalTo(id));
    }

    @Test
    void preconditionsHoldForEvents() {
        String event = delta("p-1", "event-if", "{\"type\":\"ADD\",\"path\":\"/a\",\"value\":1}");
        json(event).header("If-None-Match", "*").post(EVENTS).then().statusCode(200);
        json(delta("p-2", "event-if", "{\"type\":\"ADD\",\"path\":\"/a\",\"value\":2}"))
                .header("If-None-Match", "*")
                .post(EVENTS)
                .then()
                .statusCode(412)
                .header("ETag", notNullValue());
    }

    @Test
    void aBadItemHarmsNoOtherOfItsBatch() {
        String good = delta("b-%d", "event-batch", "{\"type\":\"APPEND\",\"path\":\"/messages\",\"value\":%d}");
        String batch = "[" + good.formatted(0, 0) + ",{\"type\":\"conversation\"},"
                + good.formatted(2, 2).replace("\"conversation\"", "\"unheard-of\"") + "," + good.formatted(3, 3)
                + ",7]";
        json(batch)
                .post(EVENTS)
                .then()
                .statusCode(200)
                .body("", hasSize(5))
                .body("index", equalTo(List.of(0, 1, 2, 3, 4)))
                .body("status", equalTo(List.of(200, 400, 422, 200, 400)))
                .body("[0].result.eventId", equalTo("b-0"))
                .body("[1].problem.errors[0].pointer", equalTo("/contextId"))
                .body("[2].problem.type", equalTo(problem("unknown-context-type")))
                .body("[3].result.contextId", equalTo("event-batch"))
                .body("[4].problem.instance", notNullValue());
        app().get("/v1/contexts/conversation/event-batch").then().body(equalTo("{\"messages\":[0,3]}"));
    }

    @Test
    void batchesHaveALimitAndNoHeadersOfOneEvent() {
        String items = IntStream.range(0, 1_001).mapToObj(i -> "{}").collect(Collectors.joining(",", "[", "]"));
        json(items).post(EVENTS).then().statusCode(413).body("limit", equalTo(1_000));
        json("[]").post(EVENTS).then().statusCode(200).body(equalTo("[]"));
        json("[]").header("Idempotency-Key", "k").post(EVENTS).then().statusCode(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/cloudevents+json",
                "application/cloudevents-batch+json",
                "application/x-ndjson",
                "text/plain"
            })
    void refusesOtherMediaClearly(String media) {
        app().contentType(media)
                .body("{}".getBytes(StandardCharsets.UTF_8))
                .post(EVENTS)
                .then()
                .statusCode(415)
                .contentType("application/problem+json")
                .body("detail", containsString("CloudEvents and ndjson are not available"));
    }

    @Test
    void refusesCloudEventsInBinaryMode() {
        json("{}").header("ce-specversion", "1.0").post(EVENTS).then().statusCode(415);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '!',
            value = {
                "7|400|",
                "{}|400|/type",
                "{\"type\":5}|400|/type",
                "{\"type\":\"Conversation\",\"contextId\":\"x\"}|400|/type",
                "{\"type\":\"conversation\",\"contextId\":\"a b\"}|400|/contextId",
                "{\"type\":\"conversation\",\"contextId\":\"x\"}|400|/eventType",
                "{\"type\":\"conversation\",\"contextId\":\"x\",\"eventType\":\"CONTEXT_EXPLODED\"}|422|/eventType",
                "{\"type\":\"conversation\",\"contextId\":\"x\",\"eventType\":\"CONTEXT_RECONCILIATION\"}|400|/payload",
                "{\"type\":\"conversation\",\"contextId\":\"x\",\"eventType\":\"CONTEXT_STATE\"}|400|/payload",
                "{\"type\":\"conversation\",\"contextId\":\"x\",\"eventType\":\"CONTEXT_STATE\",\"payload\":[]}|400|/payload",
                "{\"type\":\"conversation\",\"contextId\":\"x\",\"eventType\":\"CONTEXT_STATE\",\"payload\":{}}|400|/payload/document",
                "{\"type\":\"conversation\",\"contextId\":\"x\",\"eventType\":\"CONTEXT_STATE\",\"payload\":{\"document\":1}}|422|/payload/document",
                "{\"type\":\"conversation\",\"contextId\":\"x\",\"eventType\":\"CONTEXT_DELETED\",\"payload\":{\"a\":1}}|400|/payload",
                "{\"type\":\"conversation\",\"contextId\":\"x\",\"eventType\":\"CONTEXT_DELTA\",\"payload\":{}}|400|/payload/operations",
                "{\"type\":\"conversation\",\"contextId\":\"x\",\"eventType\":\"CONTEXT_DELTA\",\"payload\":{\"operations\":[1]}}|400|/payload/operations/0",
                "{\"type\":\"conversation\",\"contextId\":\"x\",\"eventType\":\"CONTEXT_DELTA\",\"payload\":{\"operations\":[{\"type\":\"ADD\",\"path\":\"a\"}]}}|400|/payload/operations/0/path",
                "{\"type\":\"conversation\",\"contextId\":\"x\",\"eventType\":\"CONTEXT_DELTA\",\"payload\":{\"operations\":[{\"type\":\"ADD\",\"path\":\"/a\"}]}}|400|/payload/operations/0/value",
                "{\"type\":\"conversation\",\"contextId\":\"x\",\"eventType\":\"CONTEXT_DELTA\",\"payload\":{\"operations\":[{\"type\":\"MUL\",\"path\":\"/a\"}]}}|422|/payload/operations/0/type",
                "{\"type\":\"conversation\",\"contextId\":\"x\",\"eventType\":\"CONTEXT_DELTA\",\"payload\":{\"operations\":[{\"type\":\"INCREMENT\",\"path\":\"/a\",\"value\":\"1\"}]}}|400|/payload/operations/0/value",
                "{\"type\":\"conversation\",\"contextId\":\"x\",\"eventType\":\"CONTEXT_DELETED\",\"metadata\":{\"ttl\":-1}}|422|/metadata/ttl",
                "{\"type\":\"conversation\",\"contextId\":\"x\",\"eventType\":\"CONTEXT_DELETED\",\"metadata\":{\"ttl\":0}}|422|/metadata/ttl",
                "{\"type\":\"conversation\",\"contextId\":\"x\",\"eventType\":\"CONTEXT_DELETED\",\"metadata\":{\"ttl\":1.5}}|422|/metadata/ttl",
                "{\"type\":\"conversation\",\"contextId\":\"x\",\"eventType\":\"CONTEXT_DELETED\",\"metadata\":{\"ttl\":316224001}}|422|/metadata/ttl",
                "{\"type\":\"conversation\",\"contextId\":\"x\",\"eventType\":\"CONTEXT_DELETED\",\"metadata\":{\"ttl\":1e300}}|422|/metadata/ttl",
                "{\"type\":\"conversation\",\"contextId\":\"x\",\"eventType\":\"CONTEXT_DELETED\",\"metadata\":{\"ttl\":\"x\"}}|400|/metadata/ttl",
                "{\"type\":\"conversation\",\"contextId\":\"x\",\"eventType\":\"CONTEXT_DELETED\",\"metadata\":{\"ttl\":true}}|400|/metadata/ttl",
                "{\"type\":\"conversation\",\"contextId\":\"x\",\"eventType\":\"CONTEXT_DELETED\",\"metadata\":{\"labels\":{\"a\":1}}}|400|/metadata/labels/a",
                "{\"type\":\"conversation\",\"contextId\":\"x\",\"eventType\":\"CONTEXT_DELETED\",\"metadata\":{\"labels\":{\"a\":\"\"}}}|400|/metadata/labels/a",
                "{\"type\":\"conversation\",\"contextId\":\"x\",\"eventType\":\"CONTEXT_DELETED\",\"metadata\":7}|400|/metadata",
                "{\"type\":\"conversation\",\"contextId\":\"x\",\"eventType\":\"CONTEXT_DELETED\",\"eventId\":\"\"}|400|/eventId",
                "{\"type\":\"conversation\",\"contextId\":\"x\",\"eventType\":\"CONTEXT_DELETED\",\"timestamp\":1}|400|/timestamp"
            })
    void refusesMalformedEventsAndSaysWhere(String event, int status, String pointer) {
        json(event)
                .post(EVENTS)
                .then()
                .statusCode(status)
                .contentType("application/problem+json")
                .body("errors[0].pointer", equalTo(pointer == null ? "" : pointer));
    }
}
