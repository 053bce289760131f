package io.crossweave.app.rest;

import static io.crossweave.app.rest.Calls.app;
import static io.crossweave.app.rest.Calls.json;
import static io.crossweave.app.rest.Calls.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.endsWith;

import io.crossweave.app.fake.FakeLifecycle;
import io.crossweave.app.fake.TestSite;
import io.crossweave.core.causality.Stamp;
import io.crossweave.core.causality.VersionVector;
import io.crossweave.core.document.JsonPointer;
import io.crossweave.core.document.JsonString;
import io.crossweave.core.event.Addition;
import io.crossweave.core.event.BodyHash;
import io.crossweave.core.event.EntryKind;
import io.crossweave.core.event.EventType;
import io.crossweave.core.event.Lifetime;
import io.crossweave.core.event.Provenance;
import io.crossweave.core.event.Restatement;
import io.crossweave.core.event.Restatement.Run;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.Dot;
import io.crossweave.core.model.Hlc;
import io.crossweave.core.model.Labels;
import io.crossweave.core.model.SiteId;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A peer's policy takes back what clients were shown (L11). */
@QuarkusTest
@QuarkusTestResource(TestSite.class)
class RetractionTest {
    private static final SiteId PEER = new SiteId("azure-westeurope", 1);

    @Inject
    FakeLifecycle site;

    private static ContextKey key(String type, String id) {
        return new ContextKey("default", type, id);
    }

    /** The peer writes {@code /theirs}. */
    private void arrives(ContextKey key, String value) {
        site.gateway()
                .arrive(new StampedEvent(
                        key,
                        new Stamp(new Dot(PEER, 1), VersionVector.EMPTY, Hlc.ofMillis(1), "theirs-" + key.id()),
                        EventType.DELTA,
                        List.of(new Addition(
                                0, JsonPointer.of("theirs"), EntryKind.REGISTER, new JsonString(value), "")),
                        List.of(),
                        List.of(),
                        Labels.NONE,
                        Provenance.UNKNOWN,
                        BodyHash.UNKNOWN,
                        Lifetime.UNCHANGED,
                        1));
    }

    private void takesBack(ContextKey key) {
        site.gateway().arrive(new Restatement(key, PEER, 1, 1, 2, List.of(), List.of(new Run(1, 1))));
    }

    @Test
    void L11_aWatchOfATypeIsToldWhatItMayShowNoLonger_alsoOfContextsOfWhichNothingIsLeft() throws IOException {
        arrives(key("retracted", "r1"), "secret-1");
        put("/v1/contexts/retracted/r2", "{\"ours\":1}");
        arrives(key("retracted", "r2"), "secret-2");
        String seen;
        try (var watch = Watcher.ofType("retracted", null)) {
            assertThat(watch.next().json().<Object>get("document")).isEqualTo(Map.of("theirs", "secret-1"));
            assertThat(watch.next().json().<Object>get("document")).isEqualTo(Map.of("ours", 1, "theirs", "secret-2"));
            seen = watch.nextMark();
            takesBack(key("retracted", "r1"));
            takesBack(key("retracted", "r2"));

            Watcher.Told first = watch.next();
            Watcher.Told second = watch.next();

            assertThat(first.name()).isEqualTo("protected");
            assertThat(first.json().getString("contextId")).isEqualTo("r1");
            assertThat(first.json().<Object>get("document")).isNull();
            assertThat(second.name()).isEqualTo("protected");
            assertThat(second.json().<Object>get("document")).isEqualTo(Map.of("ours", 1));
        }
        try (var watch = Watcher.ofType("retracted", seen)) {
            Watcher.Told first = watch.next();
            assertThat(first.name()).isEqualTo("protected");
            assertThat(first.json().<Object>get("document")).isNull();
            assertThat(watch.next().json().<Object>get("document")).isEqualTo(Map.of("ours", 1));
        }
    }

    @Test
    void L11_aTagOfWhatWasShownBeforeIsNoneOfWhatIsShownNow() {
        String path = "/v1/contexts/profile/restated";
        put(path, "{\"ours\":1}");
        arrives(key("profile", "restated"), "secret");
        takesBack(key("profile", "restated"));
        String now = app().get(path)
                .then()
                .header("ETag", endsWith(".1\""))
                .extract()
                .header("ETag");
        String other = now.replace(".1\"", ".2\"");
        String bare = now.replace(".1\"", "\"");

        json("{\"ours\":2}")
                .header("If-Match", other)
                .put(path)
                .then()
                .statusCode(412)
                .header("ETag", now);
        json("{\"ours\":2}")
                .header("If-Match", "\"unknown\", " + other)
                .put(path)
                .then()
                .statusCode(412)
                .header("ETag", now);
        json("{\"ours\":2}").header("If-Match", now).put(path).then().statusCode(200);
        json("{\"ours\":3}").header("If-Match", bare).put(path).then().statusCode(412);
        String token = app().get(path).then().extract().header("Context-Version");
        json("{\"ours\":3}")
                .header("If-Match", '"' + token + '"')
                .put(path)
                .then()
                .statusCode(200);
    }
}
