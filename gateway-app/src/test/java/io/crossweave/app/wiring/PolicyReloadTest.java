package io.crossweave.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.app.configuration.PeersSettings;
import io.crossweave.app.configuration.ResolverSettings;
import io.crossweave.app.configuration.SiteSettings;
import io.crossweave.app.configuration.TokenSettings;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.link.SilenceBounds;
import io.crossweave.core.membership.Topology;
import io.crossweave.core.repair.RepairPlan;
import io.crossweave.core.spi.ReleasePolicy;
import io.crossweave.policy.PolicyFile;
import io.crossweave.policy.PolicyFiles;
import io.crossweave.policy.demo.DemoFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyReloadTest {
    private final List<ReleasePolicy> followed = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();

    @TempDir
    Path folder;

    private boolean failing;
    private PolicyReload reload;
    private Path types;
    private Path policy;

    @BeforeEach
    void start() throws Exception {
        types = folder.resolve("context-types.yaml");
        policy = folder.resolve("policy.yaml");
        Files.writeString(types, DemoFiles.all().get(0).text());
        Files.writeString(policy, DemoFiles.all().get(1).text());
        var settings = new SiteSettings(
                "azure-westeurope",
                folder,
                folder,
                folder,
                types,
                policy,
                new TokenSettings("", "", ""),
                null,
                new PeersSettings(Topology.mesh(List.of("azure-westeurope")), new TreeMap<>(), new TreeMap<>()),
                SilenceBounds.DEFAULT,
                SiteSettings.HomeRequests.REFUSE,
                new ResolverSettings(1, Optional.empty(), new TreeMap<>()),
                Limits.HISTORY_MS,
                RepairPlan.DEFAULT,
                10_000);
        List<PolicyFile> files = PolicyReload.files(settings);
        reload = new PolicyReload(
                settings,
                PolicyFiles.load(files),
                files,
                now -> {
                    if (failing) {
                        throw new IllegalStateException("the store has stopped");
                    }
                    followed.add(now);
                    return true;
                },
                refused::add);
    }

    @Test
    void filesAsTheyWereAtTheStartAreNotFollowedAgain() {
        reload.look();
        reload.look();

        assertThat(followed).isEmpty();
        assertThat(refused).isEmpty();
    }

    @Test
    void aChangeCountsOnceItWasFoundTwice() throws Exception {
        change(policy, "precedence: 20", "precedence: 25");

        reload.look();
        assertThat(followed).isEmpty();

        reload.look();
        reload.look();
        assertThat(followed).hasSize(1);
        assertThat(refused).isEmpty();
    }

    @Test
    void aFileWithAMistakeChangesNothingAndIsToldOnce() throws Exception {
        change(policy, "precedence: 20", "precedence: soon");

        reload.look();
        reload.look();
        reload.look();

        assertThat(followed).isEmpty();
        assertThat(refused).singleElement().asString().contains("policy.yaml");
    }

    @Test
    void aTypesHomeTakesARestart() throws Exception {
        change(types, "home: aws-us-east-1", "home: azure-westeurope");

        reload.look();
        reload.look();

        assertThat(followed).isEmpty();
        assertThat(refused).singleElement().asString().contains("takes a restart");
    }

    @Test
    void aFileThatCannotBeReadIsToldOnceAndFollowedWhenItIsBack() throws Exception {
        String text = Files.readString(policy);
        Files.delete(policy);
        reload.look();
        reload.look();
        assertThat(refused).singleElement().asString().contains("can't be read");

        Files.writeString(policy, text + "\n# again\n");
        reload.look();
        reload.look();
        assertThat(followed).hasSize(1);
    }

    private static void change(Path file, String from, String to) throws Exception {
        String text = Files.readString(file);
        assertThat(text).contains(from);
        Files.writeString(file, text.replace(from, to));
    }

    @Test
    void whatFailsUnexpectedlyIsRefusedAndTheNextChangeIsFollowed() throws Exception {
        failing = true;
        change(policy, "precedence: 20", "precedence: 25");
        reload.look();
        reload.look();
        assertThat(refused).hasSize(1);

        failing = false;
        change(policy, "precedence: 25", "precedence: 26");
        reload.look();
        reload.look();

        assertThat(followed).hasSize(1);
    }
}
