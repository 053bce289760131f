package io.crossweave.core.membership;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.limits.Limits;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.SiteId;
import io.crossweave.core.reconcile.Area;
import io.crossweave.core.reconcile.SetHash;
import io.crossweave.core.rows.MemberRows;
import io.crossweave.core.rows.SumRows;
import io.crossweave.core.spi.MemoryStore;
import io.crossweave.core.spi.WriteBatch;
import io.crossweave.core.stored.StoredSum;
import io.crossweave.core.wire.stored.SumKeys;
import io.crossweave.core.wire.stored.SumKeys.Scope;
import java.util.ArrayList;
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
    void L16_whatARetiredMemberWasExpectedToHoldGoesWithIt() {
        var sums = new SumRows(store);
        var left = new Scope.Expected(new SiteId("aa", 7), "bb");
        var stays = new Scope.Expected(new SiteId("aa", 7), "bbb");
        var one = new StoredSum(new SetHash(1, 2), 3, 4);
        for (int i = 0; i < 10; i++) {
            var key = new ContextKey("t", "note", "c" + i);
            commit(batch -> sums.put(batch, left, key, one));
            commit(batch -> sums.put(batch, stays, key, one));
            commit(batch -> sums.putBucket(batch, left, Area.around(key, SumKeys.BUCKET_DIGITS), one));
        }

        int forgotten = 0;
        int last;
        do {
            var batch = new WriteBatch();
            last = rows.forgetExpected(batch, "bb", 4);
            store.commit(batch, outcome -> {});
            forgotten += last;
        } while (last > 0);

        assertThat(forgotten).isGreaterThan(10);
        var found = new ArrayList<ContextKey>();
        sums.forEach(left, Area.WHOLE, (key, sum) -> found.add(key));
        assertThat(found).isEmpty();
        sums.forEach(stays, Area.WHOLE, (key, sum) -> found.add(key));
        assertThat(found).hasSize(10);
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
