package io.crossweave.core.runtime.live;

import static io.crossweave.core.scripted.Changes.append;
import static io.crossweave.core.scripted.Changes.note;
import static io.crossweave.core.scripted.Changes.set;
import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.gateway.ForwardCount;
import io.crossweave.core.gateway.ForwardCount.Outcome;
import io.crossweave.core.gateway.PeerStatus;
import io.crossweave.core.membership.Topology;
import io.crossweave.core.model.ContextKey;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sites that reach each other over others (L9). */
@Timeout(60)
class LiveRelayTest {
    private static final ContextKey KEY = note("c");
    private static final Topology STAR = Topology.star("hh", List.of("aa", "bb", "hh"));

    private final LiveNetwork network = new LiveNetwork();

    @AfterEach
    void stop() {
        network.close();
        assertThat(network.failures).isEmpty();
    }

    @Test
    void L9_twoLeavesOfAStarAgreeOverTheHub_alsoOnWhatTheHubMayNotHold() throws Exception {
        // Given
        ContextKey secret = note("secret");
        for (String leaf : List.of("aa", "bb")) {
            network.policy(leaf).withhold((event, region) -> event.key().equals(secret) && region.equals("hh"));
        }
        STAR.regions().forEach(region -> network.start(region, STAR));

        // When
        network.publish("aa", append(KEY, "from-a"));
        network.publish("bb", append(KEY, "from-b"));
        network.publish("aa", append(secret, "past the hub"));

        // Then
        LiveNetwork.until(() -> network.agree(KEY, "aa", "bb") && network.agree(KEY, "aa", "hh"));
        LiveNetwork.until(() -> network.agree(secret, "aa", "bb"));
        assertThat(network.site("hh").read(secret)).isEmpty();
        assertThat(network.site("hh").forwards())
                .extracting(ForwardCount::outcome)
                .contains(Outcome.FORWARDED);
        assertThat(network.site("aa").forwards()).isEmpty();
        LiveNetwork.until(() -> network.site("aa").peers().stream()
                .allMatch(peer -> peer.state() == PeerStatus.State.UP && peer.lastHeardMs() > 0));
    }

    @Test
    void L9_aDocumentOfManyFramesPassesARelay() throws Exception {
        STAR.regions().forEach(region -> network.start(region, STAR));

        network.publish("aa", set(KEY, "large", "/x", "x".repeat(1_000_000) + System.nanoTime()));

        LiveNetwork.until(() -> network.agree(KEY, "aa", "bb"));
    }

    @Test
    void L12_whatIsLostWithARelayIsAskedForAgain() throws Exception {
        // Given
        STAR.regions().forEach(region -> network.start(region, STAR));
        network.publish("aa", append(KEY, "before"));
        LiveNetwork.until(() -> network.agree(KEY, "aa", "bb"));

        // When
        network.stop("hh");
        network.publish("aa", append(KEY, "while the hub is down"));
        network.intake("hh").lose();
        network.start("hh", STAR);

        // Then
        LiveNetwork.until(() -> network.agree(KEY, "aa", "bb") && network.agree(KEY, "aa", "hh"));
        assertThat(network.text("bb", KEY)).contains("while the hub is down");
    }

    @Test
    void L9_aHierarchyIsPassedInBothDirections() throws Exception {
        // Given
        Topology chain = Topology.hierarchy(Map.of("bb", "aa", "cc", "bb", "dd", "cc"));
        chain.regions().forEach(region -> network.start(region, chain));

        // When
        network.publish("aa", append(KEY, "down"));
        network.publish("dd", append(KEY, "up"));

        // Then
        LiveNetwork.until(() -> network.agree(KEY, "aa", "dd"));
        assertThat(network.text("aa", KEY)).contains("down", "up");
    }

    @Test
    void L9_aMeshBecomesAStarWhileItRuns() throws Exception {
        // Given
        Topology mesh = Topology.mesh(STAR.regions());
        STAR.regions().forEach(region -> network.start(region, mesh));
        network.publish("aa", append(KEY, "directly"));
        LiveNetwork.until(() -> network.agree(KEY, "aa", "bb"));

        // When
        MembersChange change = network.follow("aa", STAR);
        network.follow("hh", STAR);
        network.follow("bb", STAR);
        network.publish("aa", append(KEY, "over the hub"));

        // Then
        assertThat(change.moved()).containsExactly("bb");
        LiveNetwork.until(() -> network.agree(KEY, "aa", "bb"));
        assertThat(network.text("bb", KEY)).contains("over the hub");
    }
}
