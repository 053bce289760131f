package io.crossweave.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.app.configuration.PeersReader;
import io.crossweave.app.configuration.PeersSettings;
import io.crossweave.app.configuration.PeersSource;
import io.crossweave.app.configuration.ResolverSettings;
import io.crossweave.app.configuration.SiteSettings;
import io.crossweave.app.configuration.TokenSettings;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.link.SilenceBounds;
import io.crossweave.core.membership.Topology;
import io.crossweave.core.repair.RepairPlan;
import io.crossweave.core.spi.DeliverySink;
import io.crossweave.core.spi.SendOutcome;
import io.crossweave.core.spi.Transport;
import io.crossweave.core.spi.TransportCapabilities;
import io.crossweave.core.wire.Frame;
import io.crossweave.crypto.keystore.KeyDirectory;
import io.crossweave.crypto.keystore.SiteKeys;
import io.crossweave.crypto.kms.Entropy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MembersReloadTest {
    private static final String TWO = intake("aa") + intake("bb");
    private static final String THREE = TWO + intake("cc") + "crossweave.sites.cc.url = http://cc:80\n";

    private final List<String> refused = new ArrayList<>();
    private final List<Topology> followed = new ArrayList<>();
    private final List<Map<String, Transport>> intakes = new ArrayList<>();
    private final List<PeersSettings> rest = new ArrayList<>();

    @TempDir
    Path folder;

    private Path file;
    private Path keys;
    private MembersReload reload;
    private boolean breaksDown;
    private boolean breaksUnforeseen;

    private static String intake(String region) {
        return "crossweave.intakes." + region + ".kind = kafka\n"
                + "crossweave.intakes." + region + ".endpoint = " + region + ":9092\n"
                + "crossweave.intakes." + region + ".name = frames\n";
    }

    /** Carries nothing; knows whether it was closed. */
    private static final class Nowhere implements Transport {
        private boolean closed;

        @Override
        public TransportCapabilities capabilities() {
            return new TransportCapabilities(Limits.FRAME_BYTES_MIN, true, false);
        }

        @Override
        public void send(Frame frame, String orderingKey, Consumer<SendOutcome> done) {
            done.accept(SendOutcome.ACCEPTED);
        }

        @Override
        public void subscribe(DeliverySink sink) {}

        @Override
        public void close() {
            closed = true;
        }
    }

    private final List<Nowhere> made = new ArrayList<>();
    private final Nowhere first = new Nowhere();

    @BeforeEach
    void start() throws Exception {
        file = Files.writeString(folder.resolve("peers.properties"), TWO);
        keys = folder.resolve("keys");
        KeyDirectory.create(keys, List.of("aa", "bb"), Entropy.system());
        PeersSettings running = PeersReader.read("aa", TWO, refused::add);
        var source = new PeersSource(file, TWO);
        var settings = new SiteSettings(
                "aa",
                folder,
                folder,
                keys,
                file,
                file,
                new TokenSettings("", "", ""),
                source,
                running,
                SilenceBounds.DEFAULT,
                SiteSettings.HomeRequests.REFUSE,
                new ResolverSettings(1, Optional.empty(), new TreeMap<>()),
                Limits.HISTORY_MS,
                RepairPlan.DEFAULT,
                10_000);
        var means = new MembersReload.Means(() -> KeyDirectory.open(keys, "aa"), intake -> {
            made.add(new Nowhere());
            return made.getLast();
        });
        reload = new MembersReload(settings, source, Map.of("bb", first), means, new Noted());
    }

    private final class Noted implements MembersReload.Follower {
        @Override
        public void follow(SiteKeys now) {}

        @Override
        public void follow(Topology topology, Map<String, Transport> neighbours) {
            if (breaksDown) {
                throw new IllegalStateException("can't");
            }
            followed.add(topology);
            intakes.add(new TreeMap<>(neighbours));
        }

        @Override
        public void follow(PeersSettings peers) {
            rest.add(peers);
        }

        @Override
        public void refuses(String reason) {
            if (breaksUnforeseen) {
                breaksUnforeseen = false;
                throw new IllegalStateException("even saying so fails");
            }
            refused.add(reason);
        }
    }

    private void write(String text) throws Exception {
        Files.writeString(file, text);
        reload.look();
        reload.look();
        reload.look();
    }

    @Test
    void aMemberThatIsWrittenInComes_andTheIntakesOfOthersStay() throws Exception {
        KeyDirectory.create(keys, List.of("cc", "aa", "bb"), Entropy.system());

        write(THREE);

        assertThat(refused).isEmpty();
        assertThat(followed).containsExactly(Topology.mesh(List.of("aa", "bb", "cc")));
        assertThat(intakes.getFirst()).containsEntry("bb", first).containsEntry("cc", made.getFirst());
        assertThat(rest.getFirst().siteUrls()).containsKey("cc");
    }

    @Test
    void aMemberThatIsTakenOutGoes() throws Exception {
        write(intake("aa"));

        assertThat(followed).containsExactly(Topology.mesh(List.of("aa")));
        assertThat(intakes.getFirst()).isEmpty();
    }

    @Test
    void aMemberWithoutKeysIsRefusedOnce() throws Exception {
        write(THREE);

        assertThat(followed).isEmpty();
        assertThat(refused).singleElement().asString().contains("keys of the links between aa and cc");
        assertThat(made).isEmpty();
    }

    @Test
    void aMemberWhoseKeysComeLaterThanTheFileComesThen() throws Exception {
        write(THREE);
        KeyDirectory.create(keys, List.of("cc", "aa", "bb"), Entropy.system());

        reload.look();
        reload.look();

        assertThat(followed).containsExactly(Topology.mesh(List.of("aa", "bb", "cc")));
        assertThat(refused).hasSize(1);
    }

    @Test
    void aFailureThatNobodyForesawIsRefusedAndTheNextChangeIsSeen() throws Exception {
        breaksUnforeseen = true;
        write(TWO.replace("aa:9092", "aa:9093"));
        assertThat(refused).singleElement().asString().contains("internal error");

        write(intake("aa"));

        assertThat(followed).containsExactly(Topology.mesh(List.of("aa")));
    }

    @Test
    void aFileWithMistakesIsRefusedWithAllOfThem() throws Exception {
        write(TWO + "crossweave.intakes.cc.kind = pigeon\ncrossweave.intake.dd.kind = kafka\n");

        assertThat(followed).isEmpty();
        assertThat(refused)
                .singleElement()
                .asString()
                .contains("crossweave.intake.dd.kind is no key of a peers file")
                .contains("'pigeon' must be kafka, eventhubs or pubsub");
    }

    @Test
    void anotherIntakeOfThisVerySiteTakesARestart() throws Exception {
        write(TWO.replace("aa:9092", "aa:9093"));

        assertThat(refused).singleElement().asString().contains("that takes a restart");
    }

    @Test
    void anIntakeThatMovedIsMadeAnew() throws Exception {
        write(TWO.replace("bb:9092", "bb:9093"));

        assertThat(intakes.getFirst()).containsEntry("bb", made.getFirst());
        assertThat(first.closed)
                .as("left to the site, which may still send there")
                .isFalse();
    }

    @Test
    void whatWasMadeForAChangeThatFailsIsClosed() throws Exception {
        KeyDirectory.create(keys, List.of("cc", "aa", "bb"), Entropy.system());
        breaksDown = true;

        write(THREE);

        assertThat(refused).containsExactly("can't");
        assertThat(made.getFirst().closed).isTrue();
    }

    @Test
    void halfAFileIsNotFollowed() throws Exception {
        Files.writeString(file, intake("aa"));
        reload.look();
        Files.writeString(file, TWO);
        reload.look();
        reload.look();

        assertThat(followed).isEmpty();
    }
}
