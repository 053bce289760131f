package io.crossweave.it.sites;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crossweave.core.document.JsonNumber;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonString;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Changes that know nothing of each other, and changes that not everybody may see. */
@ExtendWith(SharedCluster.class)
class ConcurrentChangesIT {
    private static final Duration SETTLED_MAX = Duration.ofMinutes(1);
    private static final int CONTEXTS = 15;

    private final SiteCluster cluster;

    ConcurrentChangesIT(SiteCluster cluster) {
        this.cluster = cluster;
    }

    @AfterEach
    void healthy() {
        deliveries(true);
    }

    /** While deliveries are off, no site hears of another. */
    private void deliveries(boolean on) {
        for (SiteRegion region : SiteRegion.values()) {
            cluster.cloud(region).faults("{\"pause\":" + !on + "}");
        }
    }

    private SiteClient at(SiteRegion region) {
        return cluster.client(region);
    }

    @Test
    void concurrentChangesOfOneFieldEndWithTheSameWinnerEverywhere() {
        // Given
        deliveries(false);
        for (int i = 0; i < CONTEXTS; i++) {
            for (int turn = 0; turn < SiteRegion.values().length; turn++) {
                SiteRegion region = SiteRegion.at(i + turn);
                String change = "{\"theme\":\"" + region + "\",\"by" + region + "\":" + i + "}";
                at(region).patch(path(i), "application/merge-patch+json", change);
            }
        }
        Set<String> apart = documents(path(0));

        // When
        deliveries(true);

        // Then
        assertThat(apart).hasSize(SiteRegion.values().length);
        for (int i = 0; i < CONTEXTS; i++) {
            String path = path(i);
            awaitOneDocument(path);
            JsonObject agreed = at(SiteRegion.US).get(path).object();
            assertThat(agreed.get("theme")).isIn(new JsonString("US"), new JsonString("EU"), new JsonString("JP"));
            assertThat(agreed.size())
                    .as("the winner, and what nobody else wrote")
                    .isEqualTo(4);
        }
    }

    private static String path(int i) {
        return "/v1/contexts/preferences/winner-" + i;
    }

    @Test
    void aDeletionAndAConcurrentChangeEndTheSameEverywhere() {
        // Given
        String path = "/v1/contexts/preferences/deleted";
        at(SiteRegion.US).put(path, "{\"a\":1,\"b\":2}".getBytes(StandardCharsets.UTF_8));
        awaitOneDocument(path);
        deliveries(false);
        assertThat(at(SiteRegion.EU).delete(path).status()).isEqualTo(200);
        assertThat(at(SiteRegion.JP)
                        .patch(path, "application/merge-patch+json", "{\"b\":3}")
                        .status())
                .isEqualTo(200);

        // When
        deliveries(true);

        // Then
        await(path).atMost(SETTLED_MAX).untilAsserted(() -> {
            assertThat(at(SiteRegion.EU).history("preferences", "deleted")).hasSize(3);
            assertThat(answers(path)).hasSize(1);
        });
    }

    @Test
    void anEventIdThatIsRepeatedAtAnotherSiteHasOneEffect() {
        // Given
        Event event = Event.of("preferences", "repeated", "order-1")
                .increment("/visits", JsonNumber.of(1))
                .add("/seen", new JsonString("once"));
        String path = event.path();
        at(SiteRegion.JP)
                .published(Event.of("preferences", "repeated", "before").increment("/visits", JsonNumber.of(7)));
        awaitOneDocument(path);
        deliveries(false);

        // When: its answer was lost, says the client, and asks elsewhere
        at(SiteRegion.US).published(event);
        at(SiteRegion.EU).published(event);
        deliveries(true);

        // Then
        await(path).atMost(SETTLED_MAX).untilAsserted(() -> {
            for (SiteRegion region : SiteRegion.values()) {
                JsonObject document = at(region).get(path).object();
                assertThat(document.get("visits")).as("at %s", region).isEqualTo(JsonNumber.of(8));
                assertThat(document.get("seen")).isEqualTo(new JsonString("once"));
            }
            assertThat(answers(path)).hasSize(1);
        });
        Answer again = at(SiteRegion.JP).publish(event);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(at(SiteRegion.JP).get(path).object().get("visits")).isEqualTo(JsonNumber.of(8));
    }

    @Test
    void aWithheldEventHoldsUpNothingBehindIt() {
        // Given
        String id = "withheld-between";
        at(SiteRegion.EU).published(say(id, "one"));

        // When
        at(SiteRegion.EU).published(customer(id, "secret-eu-name"));
        at(SiteRegion.EU).published(say(id, "two"));

        // Then
        for (SiteRegion region : List.of(SiteRegion.US, SiteRegion.JP)) {
            awaitMessages(region, id, 2);
            assertThat(at(region).history("conversation", id)).containsExactly("one", "two");
            Answer answer = at(region).get("/v1/contexts/conversation/" + id);
            assertThat(answer.object().get("customer")).isNull();
            assertThat(answer.header("Context-Protected")).isNotEmpty();
        }
        assertThat(at(SiteRegion.EU)
                        .get("/v1/contexts/conversation/" + id)
                        .object()
                        .get("customer"))
                .isNotNull();
    }

    @Test
    void anEventThatDependsOnAnothersWithheldOneArrives() {
        // Given: Japan may not see what US customers say, and has not heard of the context
        String id = "withheld-first";
        String first = at(SiteRegion.US).published(customer(id, "secret-us-name"));
        Answer seen =
                at(SiteRegion.EU).get("/v1/contexts/conversation/" + id + "?at-least=" + first + "&timeout-ms=20000");
        assertThat(seen.object().get("customer")).as("%s", seen).isNotNull();

        // When
        String second = at(SiteRegion.EU).published(say(id, "on top"));

        // Then
        awaitMessages(SiteRegion.JP, id, 1);
        Answer japan =
                at(SiteRegion.JP).get("/v1/contexts/conversation/" + id + "?at-least=" + second + "&timeout-ms=20000");
        assertThat(japan.status()).as("%s", japan).isEqualTo(200);
        assertThat(japan.object().get("customer")).isNull();
        assertThat(at(SiteRegion.JP).history("conversation", id)).containsExactly("on top");
        String third = at(SiteRegion.JP).published(say(id, "and back"));
        Answer back =
                at(SiteRegion.US).get("/v1/contexts/conversation/" + id + "?at-least=" + third + "&timeout-ms=20000");
        assertThat(back.status()).as("%s", back).isEqualTo(200);
        assertThat(back.object().get("customer")).isNotNull();
    }

    private static Event say(String id, String eventId) {
        return Event.of("conversation", id, eventId).append("/messages", new JsonString("says " + eventId));
    }

    private static Event customer(String id, String name) {
        return Event.of("conversation", id, "of-" + name).add("/customer/name", new JsonString(name));
    }

    private void awaitMessages(SiteRegion region, String id, int count) {
        await(id + " at " + region)
                .atMost(SETTLED_MAX)
                .untilAsserted(() -> assertThat(at(region)
                                .get("/v1/contexts/conversation/" + id)
                                .array("messages"))
                        .hasSize(count));
    }

    private void awaitOneDocument(String path) {
        await(path).atMost(SETTLED_MAX).untilAsserted(() -> {
            for (SiteRegion region : SiteRegion.values()) {
                assertThat(at(region).get(path).status()).as("at %s", region).isEqualTo(200);
            }
            assertThat(answers(path)).hasSize(1);
        });
    }

    private Set<String> documents(String path) {
        var documents = new HashSet<String>();
        for (SiteRegion region : SiteRegion.values()) {
            documents.add(at(region).get(path).toString());
        }
        return documents;
    }

    /** What the sites answer, versions included. A problem differs by its trace id alone, which is left out. */
    private Set<String> answers(String path) {
        var answers = new HashSet<String>();
        for (SiteRegion region : SiteRegion.values()) {
            Answer answer = at(region).get(path);
            String told = answer.status() == 200 ? new String(answer.body(), StandardCharsets.UTF_8) : "";
            answers.add(answer.status() + " " + answer.header("ETag") + " " + told);
        }
        return answers;
    }
}
