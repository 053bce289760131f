package io.crossweave.it.sites;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonString;
import io.crossweave.core.document.JsonValue;
import io.crossweave.core.document.JsonWriter;
import io.crossweave.policy.PolicyFile;
import io.crossweave.policy.demo.DemoFiles;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A site runs for a while without knowing a context type that the others use. */
@ExtendWith(SharedCluster.class)
class QuarantineIT {
    private static final Duration SETTLED_MAX = Duration.ofMinutes(1);
    private static final String TYPE = "telemetry";
    private static final String ID = "quarantined-2f81";

    @TempDir
    private Path files;

    private static Event event(String eventId) {
        return Event.of(TYPE, ID, eventId).add("/" + eventId, new JsonString(eventId));
    }

    private static String member(JsonValue item, String name) {
        return item instanceof JsonObject object && object.get(name) instanceof JsonString text ? text.value() : "";
    }

    private static List<JsonValue> kept(SiteClient site) {
        var found = new ArrayList<JsonValue>();
        for (JsonValue item : site.get("/v1/quarantine?limit=1000").array("items")) {
            if (member(item, "contextId").equals(ID)) {
                found.add(item);
            }
        }
        return found;
    }

    /** The demo's types, with another one in the place of this one. */
    private static String typesWithoutIt() throws IOException {
        PolicyFile types = DemoFiles.all().stream()
                .filter(file -> file.name().equals("context-types.yaml"))
                .findFirst()
                .orElseThrow();
        return (types.text() + SiteCluster.TYPE_MORE).replace("name: " + TYPE, "name: something-else");
    }

    @Test
    void whatASiteCouldNotApplyIsAppliedInOrderLaterButForWhatWasDeclined(SiteCluster cluster) throws IOException {
        // Given
        SiteClient origin = cluster.client(SiteRegion.US);
        SiteClient lacking = cluster.client(SiteRegion.JP);
        SiteProcess process = cluster.site(SiteRegion.JP);
        process.kill();
        process.startWithTypes(Files.writeString(files.resolve("types.yaml"), typesWithoutIt()));
        process.awaitReady(lacking);
        origin.published(event("one"));
        origin.published(event("two"));
        String version = origin.published(event("three"));
        await("all three in quarantine")
                .atMost(SETTLED_MAX)
                .until(() -> kept(lacking).size() == 3);

        // When
        String one = "/v1/quarantine/" + member(kept(lacking).get(0), "id");
        String two = "/v1/quarantine/" + member(kept(lacking).get(1), "id");
        Answer replayed = lacking.ask(lacking.request(one + "/replay").POST(BodyPublishers.noBody()));
        Answer declined = lacking.delete(two);

        // Then
        assertThat(replayed.text("outcome")).as("%s", replayed).isEqualTo("quarantined");
        assertThat(declined.text("outcome")).as("%s", declined).isEqualTo("declined");
        assertThat(lacking.delete(two).status()).isEqualTo(404);
        assertThat(kept(lacking)).extracting(item -> member(item, "eventId")).containsExactly("one", "three");
        process.kill();
        process.start();
        process.awaitReady(lacking);
        Answer read = lacking.get("/v1/contexts/" + TYPE + "/" + ID + "?timeout-ms=30000&at-least=" + version);
        assertThat(read.status()).as("%s", read).isEqualTo(200);
        assertThat(JsonWriter.toText(read.object())).isEqualTo("{\"one\":\"one\",\"three\":\"three\"}");
        assertThat(read.header("Context-Protected")).isEqualTo("*;how=withheld");
        assertThat(lacking.history(TYPE, ID)).containsExactly("one", "three");
        await("nothing is left").atMost(SETTLED_MAX).until(() -> kept(lacking).isEmpty());
        assertThat(origin.get("/v1/contexts/" + TYPE + "/" + ID).object().size())
                .isEqualTo(3);
    }
}
