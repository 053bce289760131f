package io.crossweave.cli.replay;

import io.crossweave.cli.site.Answer;
import io.crossweave.cli.site.Call;
import io.crossweave.cli.site.SiteClient;
import io.crossweave.core.document.JsonArray;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonPointer;
import io.crossweave.core.document.JsonValue;
import io.crossweave.core.document.JsonWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Whether all sites hold a context alike: the version, the document but for protected paths, and every message of it. */
final class Comparison {
    private static final int REACHED_TIMEOUT_MS = 20_000;

    private final List<SiteClient> sites;
    private final PatientCaller caller;

    Comparison(List<SiteClient> sites, PatientCaller caller) {
        this.sites = List.copyOf(sites);
        this.caller = caller;
    }

    /** What one site shows. */
    private record Shown(String site, String version, JsonValue document, SortedSet<JsonPointer> hidden) {}

    /** Waits until every site has all of the dialogue; then what differs, in a sentence, or empty. */
    Optional<String> divergence(PlayedDialogue dialogue) throws InterruptedException {
        var all = new ArrayList<Shown>();
        for (SiteClient site : sites) {
            Answer answer = answer(site, dialogue);
            if (!answer.isSuccess()) {
                return Optional.of(site.site().name() + " does not show it: " + answer.refusal());
            }
            all.add(new Shown(
                    site.site().name(),
                    answer.header("Context-Version").orElse(""),
                    answer.json(),
                    ProtectedPaths.of(answer.headers("Context-Protected"))));
        }
        return divergence(all).or(() -> lossAtAny(all, dialogue.events()));
    }

    /** The answer to a read that has waited for the last of the versions, after those that waited for the others. */
    private Answer answer(SiteClient site, PlayedDialogue dialogue) throws InterruptedException {
        String path = "/v1/contexts/" + TurnEvent.CONTEXT_TYPE + "/" + Call.segment(dialogue.contextId());
        Answer answer = null;
        for (String version : dialogue.versions()) {
            answer = caller.send(
                    site, Call.get(path + "?at-least=" + Call.segment(version) + "&timeout-ms=" + REACHED_TIMEOUT_MS));
            if (!answer.isSuccess()) {
                return answer;
            }
        }
        return answer == null ? caller.send(site, Call.get(path)) : answer;
    }

    private static Optional<String> divergence(List<Shown> all) {
        Shown first = all.getFirst();
        SortedSet<JsonPointer> hiddenAnywhere = new TreeSet<>();
        all.forEach(shown -> hiddenAnywhere.addAll(shown.hidden()));
        byte[] expected = canonical(first.document(), hiddenAnywhere);
        for (Shown other : all) {
            if (!other.version().equals(first.version())) {
                return Optional.of("versions differ: %s at %s, %s at %s"
                        .formatted(first.version(), first.site(), other.version(), other.site()));
            }
            if (!Arrays.equals(expected, canonical(other.document(), hiddenAnywhere))) {
                return Optional.of("documents differ at " + first.site() + " and " + other.site());
            }
        }
        return Optional.empty();
    }

    /** Sites can also agree on having lost something. */
    private static Optional<String> lossAtAny(List<Shown> all, int messages) {
        for (Shown shown : all) {
            int held = shown.document() instanceof JsonObject document
                            && document.get("messages") instanceof JsonArray array
                    ? array.size()
                    : 0;
            if (shown.hidden().isEmpty() && held != messages) {
                return Optional.of(shown.site() + " holds " + held + " messages of " + messages);
            }
        }
        return Optional.empty();
    }

    private static byte @Nullable [] canonical(JsonValue document, SortedSet<JsonPointer> hidden) {
        JsonValue rest = ProtectedPaths.without(document, hidden);
        return rest == null ? null : JsonWriter.canonicalBytes(rest);
    }
}
