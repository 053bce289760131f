package io.crossweave.it.sites;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonString;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Clients at all sites that append to shared conversations, one event after the other, each with its own id and repeated at its own site until
 * it is acknowledged. What they were told is their own book; {@link #awaitSettled} compares it with what the sites say.
 */
final class Traffic {
    private static final String TYPE = "conversation";
    /** Coprime to the number of sites, so that every conversation is written at every site. */
    private static final int CONVERSATIONS = 8;

    static final int CLIENTS = CONVERSATIONS * 3;
    private static final Duration ACKNOWLEDGED_MAX = Duration.ofMinutes(2);
    private static final Duration SETTLED_MAX = Duration.ofMinutes(2);

    private final SiteCluster cluster;
    private final String prefix;
    private final int eventsEach;
    private final AtomicInteger acknowledged = new AtomicInteger();
    private final AtomicInteger repeated = new AtomicInteger();
    private final List<CompletableFuture<Void>> clients = new ArrayList<>();
    private final Set<String> refusals = ConcurrentHashMap.newKeySet();

    /** {@code prefix} tells its contexts and events from others. */
    Traffic(SiteCluster cluster, String prefix, int events) {
        this.cluster = cluster;
        this.prefix = prefix;
        this.eventsEach = Math.ceilDiv(events, CLIENTS);
    }

    void start() {
        for (int client = 0; client < CLIENTS; client++) {
            int number = client;
            var done = new CompletableFuture<Void>();
            clients.add(done);
            Thread.ofVirtual().name("client-" + number).start(() -> {
                try {
                    write(number);
                    done.complete(null);
                } catch (RuntimeException | Error e) {
                    done.completeExceptionally(e);
                }
            });
        }
    }

    private void write(int client) {
        SiteClient site = cluster.client(SiteRegion.at(client));
        for (int i = 0; i < eventsEach; i++) {
            Event event = event(client, i);
            if (!isAcknowledged(site, event)) {
                repeated.incrementAndGet();
                await(event.eventId())
                        .atMost(ACKNOWLEDGED_MAX)
                        .pollInSameThread()
                        .pollInterval(Duration.ofMillis(100))
                        .until(() -> isAcknowledged(site, event));
            }
            acknowledged.incrementAndGet();
        }
    }

    /** False where it is not known, or to be tried again later. */
    private boolean isAcknowledged(SiteClient site, Event event) {
        try {
            Answer answer = site.publish(event);
            if (answer.status() != 200 && answer.status() != 429 && answer.status() != 503) {
                refusals.add(answer.toString());
            }
            return answer.status() == 200;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    int events() {
        return eventsEach * CLIENTS;
    }

    int acknowledged() {
        return acknowledged.get();
    }

    /** Events that were not acknowledged at once. */
    int repeated() {
        return repeated.get();
    }

    boolean isDone() {
        return clients.stream().allMatch(CompletableFuture::isDone);
    }

    /** Waits for the clients, and then until all sites have the same lists: every acknowledged event once, each client's in its order. */
    void awaitSettled() {
        clients.forEach(CompletableFuture::join);
        assertThat(refusals).isEmpty();
        for (int conversation = 0; conversation < CONVERSATIONS; conversation++) {
            String id = contextId(conversation);
            Set<String> expected = expected(conversation);
            await(id)
                    .atMost(SETTLED_MAX)
                    .pollInterval(Duration.ofMillis(200))
                    .untilAsserted(() -> compare(id, expected));
        }
    }

    private void compare(String id, Set<String> expected) {
        var documents = new HashSet<String>();
        for (SiteRegion region : SiteRegion.values()) {
            List<String> history = cluster.client(region).history(TYPE, id);
            assertThat(history).as("%s at %s", id, region).hasSameSizeAs(expected);
            assertThat(new HashSet<>(history)).as("%s at %s", id, region).isEqualTo(expected);
            assertThat(outOfOrder(history)).as("%s at %s", id, region).isEmpty();
            Answer answer = cluster.client(region).get("/v1/contexts/" + TYPE + "/" + id);
            assertThat(answer.array("messages"))
                    .as("messages of %s at %s", id, region)
                    .hasSameSizeAs(expected);
            documents.add(new String(answer.body(), StandardCharsets.UTF_8));
        }
        assertThat(documents).as("documents of %s", id).hasSize(1);
    }

    private Set<String> expected(int conversation) {
        var expected = new HashSet<String>();
        for (int client = conversation; client < CLIENTS; client += CONVERSATIONS) {
            for (int i = 0; i < eventsEach; i++) {
                expected.add(event(client, i).eventId());
            }
        }
        return expected;
    }

    /** Events that stand before an earlier one of the same client. */
    private static List<String> outOfOrder(List<String> history) {
        int[] next = new int[CLIENTS];
        var wrong = new ArrayList<String>();
        for (String eventId : history) {
            String[] parts = eventId.split("\\.", -1);
            int client = Integer.parseInt(parts[1]);
            if (Integer.parseInt(parts[2]) != next[client]++) {
                wrong.add(eventId);
            }
        }
        return wrong;
    }

    private String contextId(int conversation) {
        return prefix + "-" + conversation;
    }

    private Event event(int client, int i) {
        String eventId = prefix + "." + client + "." + i;
        var message = JsonObject.of("by", new JsonString("client " + client), "text", new JsonString("message " + i));
        return Event.of(TYPE, contextId(client % CONVERSATIONS), eventId).append("/messages", message);
    }
}
