package io.crossweave.core.runtime.live;

import static io.crossweave.core.scripted.Changes.append;
import static io.crossweave.core.scripted.Changes.note;
import static io.crossweave.core.scripted.Changes.set;
import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.context.AfterCommit;
import io.crossweave.core.context.ContextLane;
import io.crossweave.core.context.LaneInput;
import io.crossweave.core.context.LaneSettings;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.gateway.Precondition;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.SiteId;
import io.crossweave.core.rows.ContextRows;
import io.crossweave.core.scripted.Changes;
import io.crossweave.core.scripted.LaneSite;
import io.crossweave.core.scripted.ScriptedPolicy;
import io.crossweave.core.spi.CommitOutcome;
import io.crossweave.core.spi.ContextStore;
import io.crossweave.core.spi.MemoryStore;
import io.crossweave.core.spi.WriteBatch;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(30)
class LaneRunnerTest {
    private static final ContextKey KEY = note("c");
    private static final long LONG_MS = 10_000;

    private final MemoryStore disk = new MemoryStore();
    /** Each commit says so before the disk gets to it. */
    private final BlockingQueue<WriteBatch> committing = new LinkedBlockingQueue<>();

    private final BlockingQueue<AfterCommit> followed = new LinkedBlockingQueue<>();
    private final BlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();
    private final LiveClock clock = new LiveClock(0, Long.MAX_VALUE);
    private final LaneRunner runner = new LaneRunner(
            new ContextLane(
                    new LaneSettings(
                            new SiteId("aa", 7),
                            new TreeSet<>(Set.of("bb")),
                            Map.of("note", Changes.NOTE),
                            new ScriptedPolicy()),
                    KEY.shard(),
                    new ContextRows(disk)),
            new Announcing(),
            clock,
            followed::add,
            failures::add);
    private final Thread thread = Thread.ofVirtual().unstarted(runner);

    /** Announces commits, and leaves the rest to the disk. */
    private final class Announcing implements ContextStore {
        @Override
        public void commit(WriteBatch batch, Consumer<CommitOutcome> done) {
            disk.commit(batch, done);
            committing.add(batch);
        }

        @Override
        public long commits() {
            return disk.commits();
        }

        @Override
        public byte[] get(byte[] key) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void scan(byte[] from, byte[] to, BiPredicate<byte[], byte[]> visit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long sizeBytes() {
            return 0;
        }

        @Override
        public void close() {}
    }

    @AfterEach
    void stop() throws InterruptedException {
        thread.interrupt();
        thread.join(LONG_MS);
    }

    private static LaneInput.Publish publish(long ticket, String eventId) {
        return new LaneInput.Publish(ticket, append(KEY, eventId), Precondition.NONE);
    }

    private static LaneInput.Arrived arrived(long ticket) {
        var peer = new LaneSite("bb", Set.of("aa"), KEY);
        StampedEvent event = peer.publishes(append(KEY, "from-b"));
        return new LaneInput.Arrived(ticket, peer.id, Changes.NOTE.tier(), 1, 1, List.of(event));
    }

    private <T extends AfterCommit> T next(Class<T> type) throws InterruptedException {
        AfterCommit follows = followed.poll(LONG_MS, TimeUnit.MILLISECONDS);
        while (follows != null && !type.isInstance(follows)) {
            follows = followed.poll(LONG_MS, TimeUnit.MILLISECONDS);
        }
        assertThat(follows).as(type.getSimpleName()).isNotNull();
        return type.cast(follows);
    }

    @Test
    void L13_nothingIsRepliedOrSettledBeforeItsCommit() throws InterruptedException {
        // Given
        disk.hold();
        runner.put(publish(1, "e1"));
        runner.put(arrived(2));
        thread.start();
        assertThat(committing.poll(LONG_MS, TimeUnit.MILLISECONDS)).isNotNull();
        assertThat(followed).isEmpty();

        // When
        disk.resume();

        // Then
        assertThat(next(AfterCommit.Reply.class).ticket()).isEqualTo(1);
        assertThat(next(AfterCommit.Settled.class).ticket()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(MemoryStore.UnknownBatch.class)
    void L15_afterACommitOfUnknownOutcomeNothingIsToldAndTheLaneStops(MemoryStore.UnknownBatch fate)
            throws InterruptedException {
        disk.failNext(new IllegalStateException("disk gone"), fate);
        runner.put(publish(1, "e1"));
        runner.put(arrived(2));

        thread.start();

        assertThat(failures.poll(LONG_MS, TimeUnit.MILLISECONDS)).hasMessageContaining("without an answer");
        thread.join(LONG_MS);
        assertThat(thread.isAlive()).isFalse();
        assertThat(followed).isEmpty();
    }

    @Test
    void L7_aLaneUnderLoadLooksAtItsParkedEventsToo() throws InterruptedException {
        // Given: an event that comes due in half a second
        var ahead = new LaneSite("bb", Set.of("aa"), KEY);
        ahead.nowMs = clock.nowMs() + Limits.DRIFT_MS_MAX + 500;
        StampedEvent event = ahead.publishes(set(KEY, "ahead", "/x", "ahead"));
        runner.put(new LaneInput.Arrived(1, ahead.id, Changes.NOTE.tier(), 1, 1, List.of(event)));
        thread.start();

        // When: reads of another context never let the lane rest
        boolean applied = false;
        long untilMs = clock.nowMs() + LONG_MS;
        for (long ticket = 2; !applied && clock.nowMs() < untilMs; ticket++) {
            runner.put(new LaneInput.Read(ticket, Changes.beside(KEY)));
            AfterCommit follows = followed.poll(1, TimeUnit.MILLISECONDS);
            applied = follows instanceof AfterCommit.Applied;
        }

        // Then
        assertThat(applied).isTrue();
    }

    @Test
    void L12_whatIsBeingCommittedIsNotHandedOn() throws InterruptedException {
        disk.hold();
        runner.put(publish(1, "e1"));
        thread.start();
        committing.poll(LONG_MS, TimeUnit.MILLISECONDS);
        long stamped = clock.nowMs();

        long during = runner.handedOnMs(clock.nowMs() + 60_000);
        disk.resume();
        next(AfterCommit.Logged.class);

        assertThat(during).isLessThanOrEqualTo(stamped);
    }
}
