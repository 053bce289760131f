package io.crossweave.core.spi;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.spi.MemoryStore.UnknownBatch;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MemoryStoreTest extends ContextStoreContractTest {
    private MemoryStore disk = new MemoryStore();

    @Override
    protected ContextStore open() {
        disk = disk.crashed();
        return disk;
    }

    @Test
    void callsBackBeforeCommitReturns() {
        var outcomes = new ArrayList<CommitOutcome>();

        disk.commit(new WriteBatch().put(bytes("a"), bytes("1")), outcomes::add);

        assertThat(outcomes).containsExactly(CommitOutcome.COMMITTED);
        assertThat(disk.commits()).isEqualTo(1);
        assertThat(disk.bytesWritten()).isEqualTo(2);
    }

    @Test
    void showsAHeldBatchOnlyWhenItIsLetThrough() {
        var order = new ArrayList<String>();
        disk.hold();
        disk.commit(new WriteBatch().put(bytes("a"), bytes("1")), outcome -> order.add("a"));
        disk.commit(new WriteBatch().put(bytes("b"), bytes("1")), outcome -> order.add("b"));
        assertThat(disk.waiting()).isEqualTo(2);

        disk.letThrough(1);

        assertThat(order).containsExactly("a");
        assertThat(get("a")).isEqualTo("1");
        assertThat(get("b")).isNull();
        disk.resume();
        assertThat(order).containsExactly("a", "b");
    }

    @Test
    void losesWhatIsHeldInACrash() {
        disk.commit(new WriteBatch().put(bytes("a"), bytes("1")), outcome -> {});
        disk.hold();
        disk.commit(new WriteBatch().put(bytes("b"), bytes("1")), outcome -> {});

        MemoryStore found = disk.crashed();

        assertThat(found.get(bytes("a"))).isNotNull();
        assertThat(found.get(bytes("b"))).isNull();
    }

    @ParameterizedTest
    @EnumSource(UnknownBatch.class)
    void refusesEverythingAfterAFailureUntilItIsOpenedAgain(UnknownBatch fate) {
        var cause = new IllegalStateException("the disk is full");
        disk.failNext(cause, fate);
        var outcomes = new ArrayList<CommitOutcome>();

        disk.commit(new WriteBatch().put(bytes("a"), bytes("1")), outcomes::add);
        disk.commit(new WriteBatch().put(bytes("b"), bytes("1")), outcomes::add);

        assertThat(outcomes).isEqualTo(List.of(new CommitOutcome.Unknown(cause), new CommitOutcome.Unknown(cause)));
        assertThat(get("b")).isNull();
        MemoryStore found = disk.crashed();
        assertThat(found.get(bytes("a")) != null).isEqualTo(fate == UnknownBatch.KEPT);
        found.commit(new WriteBatch().put(bytes("b"), bytes("1")), outcomes::add);
        assertThat(outcomes.getLast()).isEqualTo(CommitOutcome.COMMITTED);
    }

    @Test
    void runsACommitThatACallbackAsksForAfterThatCallback() {
        var order = new ArrayList<String>();

        disk.commit(new WriteBatch(), outer -> {
            disk.commit(new WriteBatch(), inner -> order.add("inner"));
            order.add("outer");
        });

        assertThat(order).containsExactly("outer", "inner");
    }
}
