package io.crossweave.core.membership;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.limits.Limits;
import io.crossweave.core.rows.MemberRows;
import io.crossweave.core.spi.MemoryStore;
import io.crossweave.core.spi.WriteBatch;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Who has gone for good, and who is only silent or not known yet. */
class RetiredMembersTest {
    private final MemoryStore store = new MemoryStore();
    private final MemberRows rows = new MemberRows(store);

    private void commit(Consumer<WriteBatch> changes) {
        var batch = new WriteBatch();
        changes.accept(batch);
        store.commit(batch, outcome -> {});
    }

    @Test
    void L16_whoWasRetiredStaysKnownUntilItComesBack() {
        commit(batch -> rows.join(batch, "bb", 1));
        commit(batch -> rows.retire(batch, "bb", 2));
        assertThat(rows.members()).isEmpty();
        assertThat(rows.retired()).containsExactly("bb");

        commit(batch -> rows.join(batch, "bb", 3));

        assertThat(rows.members()).containsExactly("bb");
        assertThat(rows.retired()).isEmpty();
    }

    @Test
    void L16_whoWasRetiredHasGoneAtOnceAlsoAfterARestart() {
        var members = Members.mesh("aa", Set.of("bb", "cc"));
        assertThat(members.isGone("bb", 0)).isFalse();
        members.follow(Topology.mesh(Set.of("aa", "cc")));
        assertThat(members.isGone("bb", 0)).isTrue();

        var restarted = Members.mesh("aa", Set.of("cc"));
        restarted.remember(Set.of("bb"));

        assertThat(restarted.isGone("bb", 0)).isTrue();
        restarted.follow(Topology.mesh(Set.of("aa", "bb", "cc")));
        assertThat(restarted.isGone("bb", 0)).isFalse();
    }

    @Test
    void L8_aRegionThatIsNotKnownYetMayBeOnItsWayIn() {
        var members = Members.mesh("aa", Set.of("cc"));

        assertThat(members.isGone("new", 1_000)).isFalse();
        assertThat(members.isGone("new", 999 + Limits.STRANGER_MS)).isFalse();
        assertThat(members.isGone("new", 1_000 + Limits.STRANGER_MS)).isTrue();
        assertThat(members.isGone("aa", Long.MAX_VALUE)).isFalse();
        assertThat(members.isGone("cc", Long.MAX_VALUE)).isFalse();
    }
}
