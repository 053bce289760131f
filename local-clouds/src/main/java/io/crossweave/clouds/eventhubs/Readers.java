package io.crossweave.clouds.eventhubs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The receivers of one partition. In a consumer group either one receiver with an epoch reads it, and the newest of the
 * highest epoch wins, or a few without one do.
 */
final class Readers {
    /** A receiver as its partition sees it. Both are called from any thread and only leave a note. */
    interface Reader {
        String consumerGroup();

        Optional<Long> epoch();

        void eventsCame();

        void stolenBy(String winner);
    }

    private volatile List<Reader> readers = List.of();

    /** Admits the reader and evicts those that it wins against. */
    synchronized void admit(Reader fresh) throws RefusedException {
        List<Reader> losers = new ArrayList<>();
        int plain = 0;
        for (Reader present : readers) {
            if (!present.consumerGroup().equals(fresh.consumerGroup())) {
                continue;
            }
            if (present.epoch().isPresent() && loses(fresh, present.epoch().get())) {
                throw new RefusedException(
                        AmqpError.STOLEN,
                        "a receiver with epoch " + present.epoch().get()
                                + " reads this partition; a new one needs as much");
            }
            plain++;
            if (fresh.epoch().isPresent()) {
                losers.add(present);
            }
        }
        if (fresh.epoch().isEmpty() && plain >= HubLimits.PLAIN_RECEIVERS_MAX) {
            throw new RefusedException(
                    AmqpError.LIMIT_EXCEEDED,
                    "a partition has at most " + HubLimits.PLAIN_RECEIVERS_MAX + " receivers without epoch per group");
        }
        List<Reader> next = new ArrayList<>(readers);
        next.removeAll(losers);
        next.add(fresh);
        readers = List.copyOf(next);
        for (Reader loser : losers) {
            loser.stolenBy("a new receiver with epoch " + fresh.epoch().orElseThrow() + " took this partition");
        }
    }

    private static boolean loses(Reader fresh, long presentEpoch) {
        return fresh.epoch().isEmpty() || fresh.epoch().get() < presentEpoch;
    }

    synchronized void remove(Reader gone) {
        List<Reader> next = new ArrayList<>(readers);
        next.remove(gone);
        readers = List.copyOf(next);
    }

    void eventsCame() {
        readers.forEach(Reader::eventsCame);
    }
}
