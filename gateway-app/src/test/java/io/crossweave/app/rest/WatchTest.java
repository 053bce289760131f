package io.crossweave.app.rest;

import static io.crossweave.app.rest.Calls.app;
import static io.crossweave.app.rest.Calls.json;
import static io.crossweave.app.rest.Calls.put;
import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.app.fake.FakeGateway;
import io.crossweave.app.fake.FakeLifecycle;
import io.crossweave.app.fake.TestSite;
import io.crossweave.core.causality.VersionToken;
import io.crossweave.core.causality.VersionVector;
import io.crossweave.core.event.Placeholder;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.Dot;
import io.crossweave.core.model.Hlc;
import io.crossweave.core.model.SiteId;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestSite.class)
class WatchTest {
    private static final String CONTEXTS = "/v1/contexts/conversation/";

    @Inject
    FakeLifecycle site;

    private static void append(String path, String eventId) {
        json("{\"eventId\":\"" + eventId + "\",\"type\":\"conversation\",\"contextId\":\""
                        + path.substring(CONTEXTS.length())
                        + "\",\"eventType\":\"CONTEXT_DELTA\",\"payload\":{\"operations\":[{\"type\":\"APPEND\",\"path\":\"/messages\",\"value\":\""
                        + eventId + "\"}]}}")
                .post("/v1/events")
                .then()
                .statusCode(200);
    }

    @Test
    void beginsWithASnapshotAndTellsEachChange() throws IOException {
        String path = CONTEXTS + "watch-all";
        String version = put(path, "{\"a\":1}");
        try (var watch = Watcher.open(path, null)) {
            Watcher.Told snapshot = watch.next();
            assertThat(snapshot.name()).isEqualTo("snapshot");
            assertThat(snapshot.id()).isEqualTo(version);
            assertThat(snapshot.json().getString("version")).isEqualTo(version);
            assertThat(snapshot.json().getString("site")).isEqualTo("aws-us-east-1");
            assertThat(snapshot.json().getMap("document")).isEqualTo(Map.of("a", 1));

            append(path, "m-1");
            Watcher.Told change = watch.next();
            assertThat(change.name()).isEqualTo("change");
            assertThat(change.json().getString("eventId")).isEqualTo("m-1");
            assertThat(change.json().getList("document.messages")).isEqualTo(List.of("m-1"));

            app().delete(path);
            Watcher.Told deleted = watch.next();
            assertThat(deleted.name()).isEqualTo("deleted");
            assertThat(deleted.json().<Object>get("document")).isNull();
        }
    }

    @Test
    void aContextThatIsNotThereYetCanBeWatched() throws IOException {
        String path = CONTEXTS + "watch-future";
        try (var watch = Watcher.open(path, null)) {
            Watcher.Told snapshot = watch.next();
            assertThat(snapshot.name()).isEqualTo("snapshot");
            assertThat(snapshot.json().<Object>get("document")).isNull();
            append(path, "first");
            assertThat(watch.next().json().getString("eventId")).isEqualTo("first");
        }
    }

    @Test
    void resumesWithEachMissedChangeOnceAndInOrder() throws IOException {
        String path = CONTEXTS + "watch-resume";
        append(path, "m-1");
        append(path, "m-2");
        String seen = app().get(path).header("Context-Version");
        append(path, "m-3");
        append(path, "m-4");
        try (var watch = Watcher.open(path, seen)) {
            Watcher.Told third = watch.next();
            assertThat(third.name()).isEqualTo("change");
            assertThat(third.json().getString("eventId")).isEqualTo("m-3");
            assertThat(third.json().getList("document.messages")).isEqualTo(List.of("m-1", "m-2", "m-3"));
            assertThat(watch.next().json().getString("eventId")).isEqualTo("m-4");
            append(path, "m-5");
            Watcher.Told fifth = watch.next();
            assertThat(fifth.json().getString("eventId")).isEqualTo("m-5");
            try (var again = Watcher.open(path, fifth.id())) {
                append(path, "m-6");
                assertThat(again.next().json().getString("eventId")).isEqualTo("m-6");
            }
        }
    }

    @Test
    void whatWasSeenElsewhereIsAwaitedAndNotToldAgain() throws IOException {
        String path = CONTEXTS + "watch-moved";
        append(path, "m-1");
        var key = new ContextKey("default", "conversation", "watch-moved");
        var peer = new SiteId("azure-westeurope", 1);
        String seen = VersionToken.encode(key, VersionVector.of(new Dot(FakeGateway.SITE, 1), new Dot(peer, 1)));
        try (var watch = Watcher.open(path, seen)) {
            append(path, "m-2");
            site.gateway().arrive(new Placeholder(key, new Dot(peer, 1), 1, List.of(), Hlc.ZERO));
            assertThat(watch.next().json().getString("eventId")).isEqualTo("m-2");
            append(path, "m-3");
            assertThat(watch.next().json().getString("eventId")).isEqualTo("m-3");
        }
    }

    @Test
    void withheldEventsAreToldWithoutTheirContent() throws IOException {
        String path = CONTEXTS + "watch-protected";
        put(path, "{\"a\":1}");
        try (var watch = Watcher.open(path, null)) {
            watch.next();
            var key = new ContextKey("default", "conversation", "watch-protected");
            site.gateway()
                    .arrive(new Placeholder(
                            key, new Dot(new SiteId("azure-westeurope", 1), 1), 1, List.of(), Hlc.ZERO));
            Watcher.Told told = watch.next();
            assertThat(told.name()).isEqualTo("protected");
            assertThat(told.json().<Object>get("eventId")).isNull();
        }
    }

    @Test
    void refusesWhatCantBeWatched() {
        app().get("/v1/contexts/unheard-of/x/watch").then().statusCode(404).contentType("application/problem+json");
        app().get(CONTEXTS + "a%20b/watch").then().statusCode(400);
        app().header("Last-Event-ID", "nonsense")
                .get(CONTEXTS + "watch-bad/watch")
                .then()
                .statusCode(400);
    }
}
