package io.crossweave.core.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;

final class MembersTest {
    private static final Set<String> ALL = Set.of("aa", "bb", "cc");

    @Test
    void L16_aSiteThatWasRetiredIsNoMemberAnyMoreAndOneThatWasAddedIs() {
        // Given
        var members = Members.mesh("aa", Set.of("bb", "cc"));

        // When
        members.follow(Topology.mesh(Set.of("aa", "cc", "dd")));

        // Then
        assertThat(members.peers()).containsExactly("cc", "dd");
        assertThat(members.isPeer("bb")).isFalse();
        assertThat(members.isPeer("aa")).isFalse();
    }

    @Test
    void peersBehindARelayAreMembersToo() {
        var members = new Members("aa", Topology.star("bb", ALL));

        assertThat(members.peers()).containsExactly("bb", "cc");
        assertThat(members.firstHop("cc")).isEqualTo("bb");
        assertThat(members.firstHop("bb")).isEqualTo("bb");
    }

    @Test
    void L9_aRelayForwardsWhatComesOverItAndNothingElse() {
        var hub = new Members("bb", Topology.star("bb", ALL));
        var leaf = new Members("cc", Topology.star("bb", ALL));

        assertThat(hub.onward("aa", "cc")).isEqualTo(new Onward.Via("cc"));
        assertThat(leaf.onward("aa", "bb")).isInstanceOf(Onward.Refused.class);
        assertThat(hub.onward("aa", "zz")).isInstanceOf(Onward.Refused.class);
        assertThat(hub.onward("zz", "cc")).isInstanceOf(Onward.Refused.class);
    }

    @Test
    void L9_nothingGoesBackWhereItCameFrom() {
        var hub = new Members("bb", Topology.star("bb", ALL));

        assertThat(hub.onward("aa", "aa")).isInstanceOf(Onward.Refused.class);
        assertThat(hub.onward("bb", "aa")).isInstanceOf(Onward.Refused.class);
    }

    @Test
    void aTopologyWithoutThisSiteIsRefusedAndTheOldOneStays() {
        var members = Members.mesh("aa", Set.of("bb"));

        assertThatThrownBy(() -> members.follow(Topology.mesh(Set.of("bb", "cc"))))
                .hasMessageContaining("aa");

        assertThat(members.peers()).containsExactly("bb");
    }
}
