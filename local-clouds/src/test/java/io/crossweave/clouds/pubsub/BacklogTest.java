package io.crossweave.clouds.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.pubsub.v1.ReceivedMessage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BacklogTest {

    private static final long LEASE_NANOS = 10;

    private final List<Long> settled = new ArrayList<>();
    private final Backlog ordered = new Backlog(true, settled::add);
    private final Holder one = new Holder();
    private final Holder two = new Holder();

    @Test
    void handsOutTheMessagesOfAKeyInOrderToOneConsumerAtATime() {
        // Given
        add(ordered, "k", 1, 2);

        // When
        List<Long> first = take(ordered, one, 1);
        List<Long> other = take(ordered, two, 1);

        // Then
        assertThat(first).containsExactly(1L);
        assertThat(other).isEmpty();
        assertThat(take(ordered, one, 9)).containsExactly(2L);
    }

    @Test
    void otherConsumerGetsTheKeyWhenAllHandedOutIsAcknowledged() {
        // Given
        add(ordered, "k", 1, 2);
        take(ordered, one, 1);

        // When
        ordered.acknowledge(one.ackId(1));

        // Then
        assertThat(take(ordered, two, 9)).containsExactly(2L);
        assertThat(settled).containsExactly(1L);
    }

    @Test
    void nackBringsBackAllLaterOnesOfTheKeyInOrderAcknowledgedOnesToo() {
        // Given
        add(ordered, "k", 1, 2, 3, 4);
        take(ordered, one, 3);
        ordered.acknowledge(one.ackId(2));

        // When
        ordered.nack(one.ackId(1));

        // Then
        assertThat(settled).isEmpty();
        assertThat(take(ordered, one, 9)).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void nackInTheMiddleLeavesEarlierOnesOfTheKeyOut() {
        // Given
        add(ordered, "k", 1, 2, 3);
        take(ordered, one, 3);

        // When
        ordered.nack(one.ackId(2));

        // Then
        assertThat(take(ordered, one, 9)).containsExactly(2L, 3L);
        ordered.acknowledge(one.ackId(1));
        assertThat(settled).containsExactly(1L);
    }

    @Test
    void nackOfOneKeyLeavesOtherKeysAlone() {
        // Given
        add(ordered, "a", 1, 2);
        add(ordered, "b", 3, 4);
        take(ordered, one, 4);

        // When
        ordered.nack(one.ackId(1));

        // Then
        assertThat(take(ordered, one, 9)).containsExactly(1L, 2L);
    }

    @Test
    void expiredLeaseComesAgainWithAllLaterOnes() {
        // Given
        add(ordered, "k", 1, 2);
        take(ordered, one, 2);

        // When
        ordered.expire(LEASE_NANOS + 1);

        // Then
        assertThat(take(ordered, two, 9)).containsExactly(1L, 2L);
        assertThat(one.held).isZero();
    }

    @Test
    void extendedLeaseStays() {
        // Given
        add(ordered, "k", 1);
        take(ordered, one, 1);
        ordered.extend(one.ackId(1), 100);

        // When
        ordered.expire(LEASE_NANOS + 1);

        // Then
        assertThat(take(ordered, two, 9)).isEmpty();
    }

    @Test
    void acknowledgementOfAnExpiredLeaseIsIgnored() {
        // Given
        add(ordered, "k", 1);
        take(ordered, one, 1);
        String expired = one.ackId(1);
        ordered.expire(LEASE_NANOS + 1);

        // When
        ordered.acknowledge(expired);

        // Then
        assertThat(settled).isEmpty();
        assertThat(take(ordered, two, 9)).containsExactly(1L);
    }

    @Test
    void nackWithoutOrderBringsBackOneMessageOnly() {
        // Given
        Backlog unordered = new Backlog(false, settled::add);
        add(unordered, "k", 1, 2, 3);
        take(unordered, one, 3);

        // When
        unordered.nack(one.ackId(1));

        // Then
        assertThat(take(unordered, two, 9)).containsExactly(1L);
    }

    @Test
    void aBusyKeyDoesNotStarveAnother() {
        // Given
        add(ordered, "busy", 1, 2, 3);
        add(ordered, "quiet", 4);

        // When
        List<Long> taken = take(ordered, one, 2);

        // Then
        assertThat(taken).containsExactly(1L, 4L);
    }

    private static void add(Backlog backlog, String key, long... ids) {
        for (long id : ids) {
            backlog.add(new Stored(id, 0, 1, key));
        }
    }

    private static List<Long> take(Backlog backlog, Holder holder, int most) {
        List<Long> taken = new ArrayList<>();
        while (taken.size() < most) {
            Backlog.Lease lease = backlog.next(holder, 0);
            if (lease == null) {
                break;
            }
            holder.leases.add(lease);
            taken.add(lease.message.messageId());
        }
        return taken;
    }

    private static final class Holder implements Consumer {
        private final List<Backlog.Lease> leases = new ArrayList<>();
        private int held;

        String ackId(long messageId) {
            return leases.reversed().stream()
                    .filter(lease -> lease.message.messageId() == messageId)
                    .findFirst()
                    .orElseThrow()
                    .ackId;
        }

        @Override
        public boolean hasRoom() {
            return true;
        }

        @Override
        public void took(int bytes) {
            held++;
        }

        @Override
        public void released(int bytes) {
            held--;
        }

        @Override
        public void send(List<ReceivedMessage> messages) {
            throw new UnsupportedOperationException("the backlog sends nothing itself");
        }

        @Override
        public long leaseNanos() {
            return LEASE_NANOS;
        }
    }
}
