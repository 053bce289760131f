package io.crossweave.core.runtime.live;

import static io.crossweave.core.scripted.Changes.append;
import static io.crossweave.core.scripted.Changes.note;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossweave.core.gateway.Durability;
import io.crossweave.core.gateway.PeerStatus;
import io.crossweave.core.gateway.PublishOutcome;
import io.crossweave.core.membership.Topology;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.spi.AuditAction;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Members come and go while sites run. */
@Timeout(60)
class LiveMembersTest {
    private static final Topology TWO = Topology.mesh(List.of("aa", "bb"));
    private static final Topology THREE = Topology.mesh(List.of("aa", "bb", "cc"));
    private static final ContextKey KEY = note("c");

    private final LiveNetwork network = new LiveNetwork();

    @AfterEach
    void stop() {
        network.close();
        assertThat(network.failures).isEmpty();
    }

    private void addThird() {
        network.start("cc", THREE);
        network.follow("aa", THREE);
        network.follow("bb", THREE);
    }

    @Test
    void L8_aMemberThatComesGetsWhatIsThereAlready() throws Exception {
        // Given
        network.start("aa", TWO);
        network.start("bb", TWO);
        List<ContextKey> keys =
                IntStream.range(0, 40).mapToObj(i -> note("c" + i)).toList();
        for (ContextKey key : keys) {
            network.publish("aa", append(key, "from-a-" + key.id()));
            network.publish("bb", append(key, "from-b-" + key.id()));
        }

        // When
        addThird();

        // Then
        keys.forEach(key -> LiveNetwork.until(() -> network.agree(key, "aa", "cc") && network.agree(key, "bb", "cc")));
        assertThat(network.audited).anyMatch(entry -> entry.action() == AuditAction.MEMBER_ADDED);
    }

    @Test
    void L8_whatIsPublishedOnTheWayInArrivesToo_andWhatTheNewcomerWritesIsTaken() throws Exception {
        // Given
        network.start("aa", TWO);
        network.start("bb", TWO);
        network.publish("aa", append(KEY, "before"));

        // When
        network.start("cc", THREE);
        network.publish("aa", append(KEY, "while only the newcomer knows"));
        network.follow("aa", THREE);
        network.publish("bb", append(KEY, "while one of two knows"));
        network.follow("bb", THREE);
        network.publish("cc", append(KEY, "from the newcomer"));

        // Then
        LiveNetwork.until(() -> network.agree(KEY, "aa", "cc") && network.agree(KEY, "bb", "cc"));
        assertThat(network.text("aa", KEY)).contains("from the newcomer");
    }

    @Test
    void L8_whatPolicyWithholdsFromAMemberThatComesIsNotEvenMentioned() throws Exception {
        // Given
        ContextKey secret = note("secret");
        network.policy("aa").withhold((event, region) -> event.key().equals(secret) && region.equals("cc"));
        network.policy("bb").withhold((event, region) -> event.key().equals(secret) && region.equals("cc"));
        network.start("aa", TWO);
        network.start("bb", TWO);
        network.publish("aa", append(secret, "s1"));
        network.publish("aa", append(KEY, "open"));

        // When
        addThird();

        // Then
        LiveNetwork.until(() -> network.agree(KEY, "aa", "cc"));
        LiveNetwork.until(() -> settled("aa", "cc"));
        assertThat(network.site("cc").read(secret)).isEmpty();
        assertThat(network.site("cc").list("t", "note", "", 10)).hasSize(1);
    }

    @Test
    void L8_whatIsUndecidedWhenAMemberComesFollowsTheDecision() throws Exception {
        // Given
        network.policy("aa").hold((event, region) -> region.equals("cc"));
        network.start("aa", TWO);
        network.start("bb", TWO);
        network.publish("aa", append(KEY, "undecided"));
        addThird();
        LiveNetwork.until(() -> peer("aa", "cc").held() == 1);
        assertThat(network.site("cc").read(KEY)).isEmpty();

        // When
        network.policy("aa").releaseAll();

        // Then
        LiveNetwork.until(() -> network.agree(KEY, "aa", "cc"));
    }

    @Test
    void L16_aRetiredMemberBlocksNobodyWhoWaits_andItsDotsStay() throws Exception {
        // Given
        network.start("aa", THREE);
        network.start("bb", THREE);
        network.start("cc", THREE);
        network.publish("cc", append(KEY, "from-c"));
        LiveNetwork.until(() -> network.agree(KEY, "aa", "cc") && network.agree(KEY, "bb", "cc"));
        network.stop("cc");
        PublishOutcome.Published published = network.publish("aa", append(KEY, "later"));
        var all = network.site("aa")
                .awaitDurability(published, new Durability.All(), Duration.ofSeconds(30))
                .toCompletableFuture();

        // When
        MembersChange change = network.follow("aa", TWO);
        network.follow("bb", TWO);

        // Then
        assertThat(change.retired()).containsOnlyKeys("cc");
        assertThat(all.get(LiveNetwork.PATIENCE_MS, TimeUnit.MILLISECONDS).all())
                .isTrue();
        assertThat(network.site("aa").peers()).extracting(PeerStatus::region).containsExactly("bb");
        assertThat(network.text("aa", KEY)).contains("from-c", "later");
        LiveNetwork.until(() -> network.agree(KEY, "aa", "bb"));
        assertThat(network.audited).anyMatch(entry -> entry.action() == AuditAction.MEMBER_RETIRED);
    }

    @Test
    void L16_whatARetiredMemberStillSendsIsTurnedAway() throws Exception {
        // Given
        network.start("aa", TWO);
        network.start("bb", TWO);
        network.publish("bb", append(KEY, "as a member"));
        LiveNetwork.until(() -> network.agree(KEY, "aa", "bb"));

        // When
        network.follow("aa", Topology.mesh(List.of("aa")));
        network.publish("bb", append(KEY, "as none"));

        // Then
        long rejected = network.site("aa").meters().framesRejected.sum();
        LiveNetwork.until(() -> network.site("aa").meters().framesRejected.sum() > rejected + 2);
        assertThat(network.text("aa", KEY)).doesNotContain("as none");
    }

    @Test
    void L12_aMemberThatWentAndComesBackInOneRunMissesNothing() throws Exception {
        // Given
        network.start("aa", TWO);
        network.start("bb", TWO);
        network.publish("aa", append(KEY, "first"));
        network.publish("bb", append(KEY, "second"));
        LiveNetwork.until(() -> network.agree(KEY, "aa", "bb"));
        network.follow("aa", Topology.mesh(List.of("aa")));
        network.publish("aa", append(KEY, "while it is gone"));
        network.publish("bb", append(KEY, "sent in vain"));

        // When
        network.follow("aa", TWO);

        // Then
        LiveNetwork.until(() -> network.agree(KEY, "aa", "bb"));
        assertThat(network.text("bb", KEY)).contains("while it is gone", "sent in vain");
    }

    @Test
    void L8_aMemberThatCameBetweenTwoRunsGetsWhatIsThereAlready() throws Exception {
        // Given
        network.start("aa", TWO);
        network.start("bb", TWO);
        network.publish("aa", append(KEY, "before"));
        network.stop("aa");
        network.start("cc", THREE);

        // When
        network.start("aa", THREE);
        network.follow("bb", THREE);

        // Then
        LiveNetwork.until(() -> network.agree(KEY, "aa", "cc"));
    }

    @Test
    void aTopologyThatCantBeFollowedChangesNothing() throws Exception {
        network.start("aa", TWO);
        network.start("bb", TWO);

        assertThatThrownBy(() -> network.site("aa").members().follow(THREE, network.neighbours("aa", TWO)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[cc]");

        network.publish("aa", append(KEY, "goes as before"));
        LiveNetwork.until(() -> network.agree(KEY, "aa", "bb"));
        assertThat(network.site("aa").peers()).extracting(PeerStatus::region).containsExactly("bb");
    }

    @Test
    void anIntakeThatMovesTakesItsLinkAlong() throws Exception {
        // Given
        network.start("aa", TWO);
        network.start("bb", TWO);
        network.publish("aa", append(KEY, "before"));
        LiveNetwork.until(() -> network.agree(KEY, "aa", "bb"));

        // When
        MembersChange change = network.site("aa")
                .members()
                .follow(TWO, Map.of("bb", network.intake("bb").end()));
        network.publish("aa", append(KEY, "after"));

        // Then
        assertThat(change.moved()).containsExactly("bb");
        assertThat(network.intake("bb").closed()).isEqualTo(1);
        LiveNetwork.until(() -> network.agree(KEY, "aa", "bb"));
    }

    private PeerStatus peer(String at, String region) {
        return network.site(at).peers().stream()
                .filter(status -> status.region().equals(region))
                .findFirst()
                .orElseThrow();
    }

    private boolean settled(String at, String region) {
        PeerStatus status = peer(at, region);
        return status.queued() == 0 && status.sent() > 0 && status.sent() == status.confirmed();
    }
}
