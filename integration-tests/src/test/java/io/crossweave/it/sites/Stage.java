package io.crossweave.it.sites;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crossweave.core.document.JsonArray;
import io.crossweave.core.document.JsonLimits;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonReader;
import io.crossweave.core.document.JsonString;
import io.crossweave.core.document.JsonValue;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Plays one dialogue as one context, the user at one site and the system at another, watched at all sites. */
final class Stage {
    private static final String TYPE = "conversation";
    private static final Duration CONVERGED_MAX = Duration.ofMinutes(1);
    private static final int AT_LEAST_MS = 30_000;

    private final Map<SiteRegion, SiteClient> clients = new EnumMap<>(SiteRegion.class);
    private final CausalBooks books = new CausalBooks();
    private final String contextId;
    private final Dialogue dialogue;
    private final SiteClient users;
    private final SiteClient systems;

    /** Who plays: the user at the region of the index, the system at the next one. */
    Stage(SiteCluster cluster, Dialogue dialogue, String contextId, int index) {
        for (SiteRegion region : SiteRegion.values()) {
            clients.put(region, cluster.client(region));
        }
        this.dialogue = dialogue;
        this.contextId = contextId;
        this.users = cluster.client(SiteRegion.at(index));
        this.systems = cluster.client(SiteRegion.at(index + 1));
    }

    /** How the two take turns. */
    enum Manner {
        /** Each turn only after its site has seen the one before. */
        IN_TURN,
        /** Both say what they have to say, without listening. */
        AT_ONCE
    }

    /** Plays the dialogue, and fails where sites do not converge or a watcher saw a turn before its cause. */
    void play(Manner manner) {
        var watchers = new ArrayList<Watcher>();
        try {
            clients.values()
                    .forEach(client -> watchers.add(
                            new Watcher(client, TYPE, contextId, document -> books.faults(turns(document)))));
            switch (manner) {
                case IN_TURN -> inTurn();
                case AT_ONCE -> atOnce();
            }
            awaitConverged(watchers);
        } finally {
            for (Watcher watcher : watchers) {
                watcher.close();
            }
        }
        for (Watcher watcher : watchers) {
            assertThat(watcher.faults()).as("watcher of %s", contextId).isEmpty();
        }
    }

    private void inTurn() {
        String version = "";
        Set<String> seen = Set.of();
        for (int i = 0; i < dialogue.turns().size(); i++) {
            SiteClient speaker = dialogue.turns().get(i).isUsers() ? users : systems;
            if (!version.isEmpty()) {
                Answer answer = speaker.get("/v1/contexts/" + TYPE + "/" + contextId + "?at-least=" + version
                        + "&timeout-ms=" + AT_LEAST_MS);
                assertThat(answer.status()).as("%s", answer).isEqualTo(200);
                assertThat(turns(answer.object())).containsAll(seen);
            }
            books.wrote(turnId(i), seen);
            version = speaker.published(event(i));
            seen = Set.of(turnId(i));
        }
    }

    private void atOnce() {
        CompletableFuture<Void> user = inBackground(() -> speak(users, true));
        speak(systems, false);
        user.join();
    }

    private void speak(SiteClient speaker, boolean asUser) {
        Set<String> own = Set.of();
        for (int i = 0; i < dialogue.turns().size(); i++) {
            if (dialogue.turns().get(i).isUsers() == asUser) {
                books.wrote(turnId(i), own);
                speaker.published(event(i));
                own = Set.of(turnId(i));
            }
        }
    }

    private static CompletableFuture<Void> inBackground(Runnable action) {
        var done = new CompletableFuture<Void>();
        Thread.ofVirtual().start(() -> {
            try {
                action.run();
                done.complete(null);
            } catch (RuntimeException | Error e) {
                done.completeExceptionally(e);
            }
        });
        return done;
    }

    private void awaitConverged(List<Watcher> watchers) {
        await(contextId).atMost(CONVERGED_MAX).untilAsserted(() -> {
            Set<String> documents = new HashSet<>();
            Set<String> tags = new HashSet<>();
            for (SiteClient client : clients.values()) {
                Answer answer = client.get("/v1/contexts/" + TYPE + "/" + contextId);
                assertThat(answer.status()).as("%s", answer).isEqualTo(200);
                assertThat(books.missing(turns(answer.object()))).isEmpty();
                assertThat(books.faults(turns(answer.object()))).isEmpty();
                documents.add(new String(answer.body(), StandardCharsets.UTF_8));
                tags.add(answer.header("ETag"));
            }
            assertThat(documents).hasSize(1);
            assertThat(tags).hasSize(1);
            JsonValue agreed = JsonReader.parse(documents.iterator().next(), JsonLimits.DEFAULT);
            for (Watcher watcher : watchers) {
                assertThat(watcher.faults()).isEmpty();
                assertThat(watcher.document().equals(agreed)).isTrue();
            }
        });
    }

    private Event event(int i) {
        Dialogue.Turn turn = dialogue.turns().get(i);
        var message = JsonObject.of(
                        "speaker", new JsonString(turn.speaker()),
                        "text", new JsonString(turn.text()),
                        "services", turn.services())
                .with("turn", new JsonString(turnId(i)));
        Event event = Event.of(TYPE, contextId, contextId + "-" + turnId(i)).append("/messages", message);
        for (var service : turn.state().members()) {
            event = event.add("/state/" + service.getKey(), service.getValue());
        }
        return event;
    }

    private static String turnId(int i) {
        return "t" + i;
    }

    private static List<String> turns(JsonObject document) {
        var turns = new ArrayList<String>();
        if (document.get("messages") instanceof JsonArray messages) {
            for (JsonValue message : messages) {
                turns.add(((JsonObject) message).get("turn") instanceof JsonString turn ? turn.value() : "?");
            }
        }
        return turns;
    }
}
