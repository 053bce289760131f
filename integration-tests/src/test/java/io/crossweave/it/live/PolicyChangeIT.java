package io.crossweave.it.live;

import static io.crossweave.it.live.LiveTrio.publish;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonPointer;
import io.crossweave.core.document.JsonString;
import io.crossweave.core.event.BodyHash;
import io.crossweave.core.event.ContextEvent;
import io.crossweave.core.event.DeltaOperation;
import io.crossweave.core.event.Payload;
import io.crossweave.core.event.Provenance;
import io.crossweave.core.gateway.ContextView;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.Labels;
import io.crossweave.core.runtime.live.LiveSite;
import io.crossweave.policy.InvalidPolicyException;
import io.crossweave.policy.PolicyFile;
import io.crossweave.policy.PolicyFiles;
import io.crossweave.policy.ResidencyPolicy;
import io.crossweave.policy.demo.DemoFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A site follows another policy while it runs: peers drop what they may no longer hold, and get what they may (L11). */
class PolicyChangeIT {
    private static final Duration SETTLED_MAX = Duration.ofSeconds(60);
    private static final ContextKey TOLD = new ContextKey("default", "conversation", "wave");
    private static final ContextKey UNTOLD = new ContextKey("default", "conversation", "wave-untold");
    private static final String SECRET = "what Japan may not keep 77ad01";
    private static final String RULE = """

              - name: no-wave-to-japan
                precedence: 40
                when:
                  labels: {wave: blue}
                  destination: {inside: JP}
                then: withhold
            """;

    @TempDir
    Path dir;

    private LiveTrio trio;

    @BeforeEach
    void start() throws Exception {
        trio = LiveTrio.start(dir);
    }

    @AfterEach
    void stop() {
        trio.close();
    }

    private static ContextEvent append(ContextKey key, String eventId, String text) {
        var operation = new DeltaOperation.Append(JsonPointer.parse("/messages"), new JsonString(text));
        return new ContextEvent(
                key,
                eventId,
                new Payload.Delta(List.of(operation)),
                Labels.of("wave", "blue"),
                Provenance.UNKNOWN,
                BodyHash.UNKNOWN);
    }

    private static ResidencyPolicy policy(String region, String moreRules) throws InvalidPolicyException {
        var files = new ArrayList<PolicyFile>();
        for (PolicyFile file : DemoFiles.all()) {
            boolean hasRules = file.name().equals("policy.yaml");
            files.add(hasRules ? new PolicyFile(file.name(), file.text() + moreRules) : file);
        }
        return new ResidencyPolicy(region, PolicyFiles.load(files));
    }

    private static boolean shows(LiveSite site, ContextKey key) {
        return site.read(key).filter(ContextView::isVisible).isPresent();
    }

    private boolean isInStore(int site, String text) {
        var found = new boolean[1];
        trio.stores().get(site).scan(new byte[0], new byte[] {(byte) 0xff}, (key, value) -> {
            found[0] |= new String(value, StandardCharsets.UTF_8).contains(text);
            return !found[0];
        });
        return found[0];
    }

    @Test
    void L11_whatIsNarrowedGoesAndWhatIsWidenedComesAgain() throws Exception {
        // Given
        LiveSite eu = trio.site(1);
        LiveSite jp = trio.site(2);
        publish(eu, append(TOLD, "e-1", SECRET));
        await().atMost(SETTLED_MAX).until(() -> shows(jp, TOLD));
        assertThat(isInStore(2, SECRET)).isTrue();
        var told = new CopyOnWriteArrayList<ContextView>();
        jp.watch(TOLD, told::add);

        // When
        assertThat(eu.follow(policy("azure-westeurope", RULE))).isTrue();
        assertThat(eu.follow(policy("azure-westeurope", RULE)))
                .as("the same again")
                .isFalse();

        // Then
        await().atMost(SETTLED_MAX).until(() -> !shows(jp, TOLD));
        assertThat(isInStore(2, SECRET)).as("in any row at the peer").isFalse();
        assertThat(shows(trio.site(0), TOLD)).as("where it may still be").isTrue();
        assertThat(told).last().satisfies(view -> {
            assertThat(view.document()).isNull();
            assertThat(view.lastEventId()).isNull();
            assertThat(view.restatements()).isEqualTo(1);
        });
        await().atMost(SETTLED_MAX)
                .until(() -> eu.meters().restatementsConfirmed.sum() >= 1);
        publish(eu, append(UNTOLD, "e-2", "never there while the rule holds"));

        // When
        eu.follow(policy("azure-westeurope", ""));

        // Then
        await().atMost(SETTLED_MAX).until(() -> shows(jp, TOLD));
        await().atMost(SETTLED_MAX).until(() -> shows(jp, UNTOLD));
        JsonObject again = jp.read(TOLD).orElseThrow().document();
        assertThat(again).isEqualTo(eu.read(TOLD).orElseThrow().document());
    }
}
