package io.crossweave.it.sites;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crossweave.core.document.JsonArray;
import io.crossweave.core.document.JsonNumber;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonString;
import io.crossweave.core.document.JsonValue;
import io.crossweave.core.document.JsonWriter;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Sites write to one place while they don't hear of each other; one answer at one of them settles it at all (L6). */
@ExtendWith(SharedCluster.class)
class ConflictsIT {
    private static final Duration SETTLED_MAX = Duration.ofSeconds(30);
    private static final String TYPE = "preferences";

    private final SiteCluster cluster;

    ConflictsIT(SiteCluster cluster) {
        this.cluster = cluster;
    }

    @AfterEach
    void healthy() {
        deliveries(true);
    }

    private void deliveries(boolean on) {
        for (SiteRegion region : SiteRegion.values()) {
            cluster.cloud(region).faults("{\"pause\":" + !on + "}");
        }
    }

    private SiteClient at(SiteRegion region) {
        return cluster.client(region);
    }

    private static String text(@Nullable JsonValue item, String name) {
        return item instanceof JsonObject object && object.get(name) instanceof JsonString text ? text.value() : "";
    }

    private List<JsonValue> conflicts(SiteRegion region, String type, String id) {
        var found = new ArrayList<JsonValue>();
        for (JsonValue item :
                at(region).get("/v1/conflicts?limit=1000&type=" + type).array("items")) {
            if (text(item, "contextId").equals(id)) {
                found.add(item);
            }
        }
        return found;
    }

    /** The one conflict of a context once all sites list the same, in this state. */
    private JsonValue agreed(String id, String state) {
        return agreed(TYPE, id, state);
    }

    private JsonValue agreed(String type, String id, String state) {
        await(id).atMost(SETTLED_MAX).untilAsserted(() -> {
            List<JsonValue> here = conflicts(SiteRegion.US, type, id);
            assertThat(here).hasSize(1).allMatch(item -> text(item, "state").equals(state));
            assertThat(conflicts(SiteRegion.EU, type, id)).isEqualTo(here);
            assertThat(conflicts(SiteRegion.JP, type, id)).isEqualTo(here);
        });
        return conflicts(SiteRegion.US, type, id).getFirst();
    }

    private void resolve(SiteRegion region, JsonValue conflict, JsonObject resolution) {
        Answer answer = at(region)
                .ask(at(region)
                        .request("/v1/conflicts/" + text(conflict, "id") + "/resolution")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(JsonWriter.toText(resolution))));
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
    }

    /** What is shown may follow what is committed by a moment. */
    private void everywhere(String id, JsonObject document) {
        shown("/v1/contexts/" + TYPE + "/" + id, document);
    }

    private void shown(String path, JsonObject document) {
        await(path).atMost(SETTLED_MAX).untilAsserted(() -> {
            for (SiteRegion region : SiteRegion.values()) {
                assertThat(at(region).get(path).object()).as("%s", region).isEqualTo(document);
            }
        });
    }

    private static String sideOf(JsonValue conflict, String value) {
        if (!(((JsonObject) conflict).get("sides") instanceof JsonArray sides)) {
            throw new AssertionError("no sides in " + conflict);
        }
        for (JsonValue side : sides) {
            if (new JsonString(value).equals(((JsonObject) side).get("value"))) {
                return text(side, "dot");
            }
        }
        throw new AssertionError(value + " is no side of " + conflict);
    }

    @Test
    void L6_theSameConflictIsListedEverywhereAndOneAnswerSettlesIt() {
        // Given
        String id = "conflict-theme";
        deliveries(false);
        String path = "/v1/contexts/" + TYPE + "/" + id;
        at(SiteRegion.US).patch(path, "application/merge-patch+json", "{\"theme\":\"dark\"}");
        at(SiteRegion.EU).patch(path, "application/merge-patch+json", "{\"theme\":\"light\"}");
        deliveries(true);
        JsonValue conflict = agreed(id, "open");
        JsonObject shown = at(SiteRegion.JP).get(path).object();
        String loser = new JsonString("dark").equals(shown.get("theme")) ? "light" : "dark";
        assertThat(text(conflict, "rule")).isEqualTo("lww");
        assertThat(text(conflict, "winner")).isNotEqualTo(sideOf(conflict, loser));

        // When: the site that wrote neither brings back what is not shown
        resolve(SiteRegion.JP, conflict, JsonObject.of("choose", new JsonString(sideOf(conflict, loser))));

        // Then
        JsonValue settled = agreed(id, "settled");
        assertThat(text(settled, "id")).isEqualTo(text(conflict, "id"));
        everywhere(id, JsonObject.of("theme", new JsonString(loser)));
        assertThat(at(SiteRegion.EU)
                        .get("/v1/conflicts/" + text(conflict, "id"))
                        .text("state"))
                .isEqualTo("settled");
    }

    @Test
    void L6_aWriteThatADeleteDidNotSeeIsListedAndSettledByADocument() {
        // Given
        String id = "conflict-deleted";
        String path = "/v1/contexts/" + TYPE + "/" + id;
        at(SiteRegion.US).put(path, "{\"a\":1}".getBytes(StandardCharsets.UTF_8));
        await(id)
                .atMost(SETTLED_MAX)
                .until(() -> at(SiteRegion.EU).get(path).status() == 200
                        && at(SiteRegion.JP).get(path).status() == 200);
        deliveries(false);
        at(SiteRegion.EU).delete(path);
        at(SiteRegion.JP).patch(path, "application/merge-patch+json", "{\"b\":2}");
        deliveries(true);
        JsonValue conflict = agreed(id, "open");
        assertThat(text(conflict, "rule")).isEqualTo("delete");
        JsonObject both = JsonObject.of("b", JsonNumber.of(2), "c", JsonNumber.of(3));

        // When
        resolve(SiteRegion.US, conflict, JsonObject.of("document", both));

        // Then
        agreed(id, "settled");
        everywhere(id, both);
    }

    @Test
    void L5_whatIsLeftToAResolverIsAskedAtOneSiteAndItsAnswerStandsEverywhere() {
        // Given
        String id = "plan-disputed";
        String path = "/v1/contexts/plans/" + id;
        deliveries(false);
        at(SiteRegion.US).patch(path, "application/merge-patch+json", "{\"route\":\"by train\"}");
        at(SiteRegion.JP).patch(path, "application/merge-patch+json", "{\"route\":\"by plane\"}");

        // When
        deliveries(true);

        // Then: it failed at first, was asked again, and said something else than both
        shown(path, JsonObject.of("route", new JsonString(PlannerStub.ANSWER)));
        JsonValue settled = agreed("plans", id, "settled");
        assertThat(text(settled, "rule")).isEqualTo("resolver");
        assertThat(text(((JsonObject) settled).get("settledBy"), "site")).isEqualTo(SiteRegion.EU.region());
        assertThat(cluster.planner().questions())
                .hasSizeGreaterThan(1)
                .allMatch(question -> question.contains("by train") && question.contains("by plane"));
        assertThat(at(SiteRegion.US).get(path).headers().map()).doesNotContainKey("context-provisional");
    }
}
