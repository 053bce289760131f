package io.crossweave.app.resolve;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossweave.app.configuration.ResolverSettings;
import io.crossweave.app.fake.FakeGateway;
import io.crossweave.core.document.JsonNumber;
import io.crossweave.core.document.JsonString;
import io.crossweave.core.spi.ConflictResolver;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Resolvers are found by name: in jars that an operator lays down, and by configuration. */
class ResolversTest {
    @TempDir
    private Path jars;

    private SortedMap<String, ConflictResolver> find(Map<String, URI> webhooks) {
        return Resolvers.find(new ResolverSettings(1_000, Optional.of(jars), new TreeMap<>(webhooks)));
    }

    /** A jar with the example resolver, as somebody would build it. */
    private void jar(String name) throws IOException {
        String file = MeanResolver.class.getName().replace('.', '/') + ".class";
        try (var jar = new JarOutputStream(Files.newOutputStream(jars.resolve(name)));
                InputStream code =
                        requireNonNull(MeanResolver.class.getClassLoader().getResourceAsStream(file))) {
            jar.putNextEntry(new JarEntry(file));
            code.transferTo(jar);
            jar.putNextEntry(new JarEntry("META-INF/services/" + ConflictResolver.class.getName()));
            jar.write(MeanResolver.class.getName().getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void findsCodeInJarsAndWebhooksInTheConfiguration() throws IOException {
        jar("mean.jar");

        assertThat(find(Map.of("planner", URI.create("http://127.0.0.1:1/")))).containsOnlyKeys("mean", "planner");
        assertThat(Resolvers.find(new ResolverSettings(1, Optional.empty(), new TreeMap<>())))
                .isEmpty();
    }

    @Test
    void L5_theExampleInAJarSettlesAConflict() throws IOException, InterruptedException {
        jar("mean.jar");
        var plan = new DisputedPlan(JsonNumber.of("2"), JsonNumber.of("5"), "mean", FakeGateway.SITE.region());
        ResolverLoop loop = plan.loop(requireNonNull(find(Map.of()).get("mean")), 10_000);

        loop.look();
        loop.awaitEnd();

        assertThat(plan.plan()).isEqualTo(JsonNumber.of("3.5"));
    }

    @Test
    void L5_theExampleLeavesTextsToPeople() throws InterruptedException {
        var plan = new DisputedPlan(JsonNumber.of("2"), new JsonString("x"), "mean", FakeGateway.SITE.region());
        ResolverLoop loop = plan.loop(new MeanResolver(), 10_000);

        loop.look();
        loop.awaitEnd();

        assertThat(plan.report.reason(plan.only().conflict().id())).hasValue("mean did not decide");
    }

    @Test
    void refusesTwoOfOneName() throws IOException {
        jar("mean.jar");

        assertThatThrownBy(() -> find(Map.of("mean", URI.create("http://127.0.0.1:1/"))))
                .hasMessage("two resolvers are called 'mean'");
    }

    @Test
    void aSiteThatIsToAskMustKnowWhom() {
        var plan = new DisputedPlan(JsonNumber.of("2"), JsonNumber.of("5"), "planner", DisputedPlan.PEER);

        assertThatThrownBy(() -> Resolvers.require(List.of(plan.type), DisputedPlan.PEER, List.of("mean")))
                .hasMessage(
                        "context type 'plans' is to be resolved here by 'planner', which is unknown; known are mean");
        Resolvers.require(List.of(plan.type), DisputedPlan.PEER, List.of("planner"));
        Resolvers.require(List.of(plan.type), "aws-us-east-1", List.of());
    }
}
