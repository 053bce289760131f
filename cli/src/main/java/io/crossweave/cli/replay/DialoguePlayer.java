package io.crossweave.cli.replay;

import io.crossweave.cli.CommandFailure;
import io.crossweave.cli.json.Members;
import io.crossweave.cli.replay.Dialogue.Turn;
import io.crossweave.cli.site.Answer;
import io.crossweave.cli.site.Call;
import io.crossweave.cli.site.SiteClient;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;

/** Publishes dialogues, turn by turn. Safe for many dialogues at once. */
final class DialoguePlayer {
    /** A site answers 504 after this, and is asked again. */
    private static final int SEEN_TIMEOUT_MS = 10_000;

    private final List<SiteClient> sites;
    private final PatientCaller caller;
    private final Pace pace;
    private final IntConsumer published;

    /** @param published is told the number of the site after each event */
    DialoguePlayer(List<SiteClient> sites, PatientCaller caller, Pace pace, IntConsumer published) {
        this.sites = List.copyOf(sites);
        this.caller = caller;
        this.pace = pace;
        this.published = published;
    }

    /**
     * One dialogue in its context.
     *
     * @param sites for each turn the number of its site
     */
    record Script(String contextId, Dialogue dialogue, List<Integer> sites) {
        Script {
            sites = List.copyOf(sites);
        }
    }

    /** A turn's event, published. */
    private record Said(int site, String version) {}

    /** In order: a turn is said when its site has seen the one before. */
    PlayedDialogue playInOrder(Script script) throws InterruptedException {
        SortedMap<Integer, String> lastBySite = new TreeMap<>();
        Said last = null;
        for (int turn = 0; turn < script.sites().size(); turn++) {
            if (last != null && last.site() != script.sites().get(turn)) {
                awaitSeen(script, script.sites().get(turn), last);
            }
            last = say(script, turn);
            lastBySite.put(last.site(), last.version());
        }
        return played(script, lastBySite);
    }

    /** Each site says its turns in order, and none waits for another. */
    PlayedDialogue playConcurrently(Script script, ExecutorService threads) throws InterruptedException {
        var voices = new ArrayList<Future<Said>>();
        for (int site : new TreeSet<>(script.sites())) {
            voices.add(threads.submit(() -> sayAllOf(script, site)));
        }
        SortedMap<Integer, String> lastBySite = new TreeMap<>();
        for (Future<Said> voice : voices) {
            Said last = result(voice);
            lastBySite.put(last.site(), last.version());
        }
        return played(script, lastBySite);
    }

    private Said sayAllOf(Script script, int site) throws InterruptedException {
        Said last = new Said(site, "");
        for (int turn = 0; turn < script.sites().size(); turn++) {
            if (script.sites().get(turn) == site) {
                last = say(script, turn);
            }
        }
        return last;
    }

    private static Said result(Future<Said> voice) throws InterruptedException {
        try {
            return voice.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof CommandFailure failure) {
                throw failure;
            }
            throw new IllegalStateException("a dialogue could not be played", e.getCause());
        }
    }

    private static PlayedDialogue played(Script script, SortedMap<Integer, String> lastBySite) {
        return new PlayedDialogue(
                script.contextId(),
                List.copyOf(lastBySite.values()),
                script.sites().size());
    }

    private Said say(Script script, int number) throws InterruptedException {
        pace.await();
        int site = script.sites().get(number);
        Turn turn = script.dialogue().turns().get(number);
        JsonObject event = TurnEvent.of(script.contextId(), script.contextId() + "-" + number, turn, Instant.now());
        Call call = Call.of("POST", "/v1/events").withBody("application/json", JsonWriter.canonicalBytes(event));
        Answer answer = caller.send(sites.get(site), call);
        String version = answer.isSuccess()
                ? Members.text(answer.json(), "contextVersion").orElse("")
                : "";
        if (version.isEmpty()) {
            throw failure(script, number, "is not accepted", answer);
        }
        published.accept(site);
        return new Said(site, version);
    }

    private void awaitSeen(Script script, int site, Said said) throws InterruptedException {
        String path = "/v1/contexts/" + TurnEvent.CONTEXT_TYPE + "/" + Call.segment(script.contextId()) + "?at-least="
                + Call.segment(said.version()) + "&timeout-ms=" + SEEN_TIMEOUT_MS;
        Answer answer = caller.send(sites.get(site), Call.get(path));
        if (!answer.isSuccess()) {
            throw new CommandFailure("context " + script.contextId() + ": "
                    + sites.get(site).site().name() + " does not show what "
                    + sites.get(said.site()).site().name() + " published: " + answer.refusal());
        }
    }

    private CommandFailure failure(Script script, int number, String what, Answer answer) {
        String site = sites.get(script.sites().get(number)).site().name();
        return new CommandFailure("turn " + number + " of dialogue "
                + script.dialogue().id() + " " + what + " by " + site + ": " + answer.refusal());
    }
}
