package io.crossweave.core.link;

import io.crossweave.core.limits.Limits;
import io.crossweave.core.model.ContextKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Contexts of a lane that wait at their origin because the destination had no room for what waits there (L13). Each is one run of dots,
 * whatever its length; the log has the rest. From time to time its first dot is offered again; once that is committed longer and longer
 * parts follow, so that a context that comes to a halt again has not filled the window.
 */
final class TurnedAwayContexts {
    /** How much longer the next part is when one was committed. */
    private static final int GROWTH = 8;

    /**
     * @param times how often in a row it was turned away
     * @param length dots of the part that is offered next
     * @param offeredTo the last counter of the part that is under way, 0 where none is
     */
    private record Waiting(CatchUp run, int times, long retryAtMs, long length, long offeredTo) {
        static Waiting turnedAway(CatchUp run, int times, long nowMs) {
            long pauseMs = Limits.TURNED_AWAY_RETRY_MS << Math.min(times - 1, Byte.SIZE);
            return new Waiting(run, times, nowMs + Math.min(pauseMs, Limits.TURNED_AWAY_RETRY_MS_MAX), 1, 0);
        }

        boolean isOffered(CatchUp dots) {
            return offeredTo > 0 && dots.nextCounter() <= offeredTo && run.nextCounter() <= dots.lastCounter();
        }

        /** What is under way counts only as long as it is the beginning of all that waits. */
        Waiting with(CatchUp longer) {
            boolean begins = longer.nextCounter() == run.nextCounter();
            return new Waiting(longer, times, retryAtMs, begins ? length : 1, begins ? offeredTo : 0);
        }

        CatchUp nextPart() {
            return run.to(Math.min(run.lastCounter(), run.nextCounter() + length - 1));
        }
    }

    private final Map<ContextKey, Waiting> waiting = new TreeMap<>();

    int size() {
        return waiting.size();
    }

    boolean contains(ContextKey key) {
        return waiting.containsKey(key);
    }

    /** Dots of a context found no room. What is turned away by several numbers at once counts as one time. */
    void add(CatchUp dots, long nowMs) {
        Waiting before = waiting.get(dots.key());
        if (before == null) {
            waiting.put(dots.key(), Waiting.turnedAway(dots, 1, nowMs));
        } else if (before.isOffered(dots)) {
            CatchUp run = before.run().join(dots);
            waiting.put(dots.key(), Waiting.turnedAway(run, before.times() + 1, nowMs));
        } else {
            waiting.put(dots.key(), before.with(before.run().join(dots)));
        }
    }

    /** One more event of a waiting context. */
    void extend(ContextKey key, long lastCounter) {
        Waiting before = waiting.get(key);
        if (before != null && before.run().lastCounter() < lastCounter) {
            waiting.put(key, before.with(before.run().to(lastCounter)));
        }
    }

    /** The context waits for something else now; answers its run. */
    Optional<CatchUp> remove(ContextKey key) {
        return Optional.ofNullable(waiting.remove(key)).map(Waiting::run);
    }

    /** The first part of each context that is to be offered again. */
    List<CatchUp> offer(long nowMs) {
        var offers = new ArrayList<CatchUp>();
        waiting.replaceAll((key, before) -> {
            if (before.offeredTo() > 0 || nowMs < before.retryAtMs()) {
                return before;
            }
            CatchUp part = before.nextPart();
            offers.add(part);
            return new Waiting(before.run(), before.times(), before.retryAtMs(), before.length(), part.lastCounter());
        });
        return offers;
    }

    /** A number is committed, and all before it: where it brought the end of a part, the next one can follow. */
    void confirmed(SentEnvelope envelope) {
        for (ItemSource source : waiting.isEmpty() ? List.<ItemSource>of() : envelope.sources()) {
            Waiting before = waiting.get(source.key());
            if (before != null
                    && source instanceof ItemSource.OwnDots dots
                    && before.offeredTo() > 0
                    && dots.fromCounter() <= before.offeredTo()
                    && before.offeredTo() <= dots.toCounter()) {
                CatchUp rest = before.run().from(dots.toCounter() + 1);
                if (rest.nextCounter() <= rest.lastCounter()) {
                    waiting.put(source.key(), new Waiting(rest, 0, 0, before.length() * GROWTH, 0));
                } else {
                    waiting.remove(source.key());
                }
            }
        }
    }

    /** The lowest position that waits; far ahead where there is none. */
    long lowestPosition() {
        return waiting.values().stream()
                .mapToLong(each -> each.run().place().position())
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /** The commit time of the oldest record that waits; far ahead where there is none. */
    long oldestCommittedMs() {
        return waiting.values().stream()
                .mapToLong(each -> each.run().place().committedMs())
                .min()
                .orElse(Long.MAX_VALUE);
    }
}
