package io.crossweave.core.context;

import io.crossweave.core.event.CausalItem;
import io.crossweave.core.event.Placeholder;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.model.Dot;
import io.crossweave.core.model.EntryId;
import io.crossweave.core.model.LaneId;
import io.crossweave.core.rows.ContextRows;
import io.crossweave.core.rows.TidyRows;
import io.crossweave.core.state.ContextState;
import io.crossweave.core.stored.OwnRow;
import io.crossweave.core.stored.TidyMark;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Takes out of a context's history what is old enough and has nothing live left. Of a peer's item nothing stays: only its origin speaks for
 * it. Of this site's own stable items their emptiness stays, with what they remove, since whoever begins to share the context gets all dots
 * (L8); long runs of them are one row.
 */
final class HistoryTidying {
    private final String region;
    private final ContextRows rows;

    HistoryTidying(String region, ContextRows rows) {
        this.region = region;
        this.rows = rows;
    }

    /** Whether some region may have a part only of the dots that were here when it began to share. */
    boolean isCatchingUp(LaneStep step, ContextState state) {
        var lane = new LaneId(state.type().tier(), state.key().shard());
        return rows.tidying().trimmed(lane) < step.tidyMark(state.key()).sharedAt();
    }

    /** Tidies a part of a context; answers what is to follow. */
    Optional<LaneInput.Tidy> tidy(LaneStep step, ContextState state, LaneInput.Tidy asked, FoldCandidates candidates) {
        var part = new Part(step, state, asked, candidates);
        part.ownItems();
        if (part.visited < Limits.TIDY_ROWS_MAX) {
            part.history();
        }
        part.finish();
        return part.visited < Limits.TIDY_ROWS_MAX
                ? Optional.empty()
                : Optional.of(asked.behind(part.number, part.sequence));
    }

    private final class Part {
        private final LaneStep step;
        private final ContextState state;
        private final LaneInput.Tidy asked;
        private final FoldCandidates candidates;
        private final TidyRows tidying = rows.tidying();
        private final TidyMark mark;
        private final BareRun run = new BareRun();
        /** Own dots of which this part leaves their emptiness only. */
        private final Set<Dot> nowBare = new TreeSet<>();

        /** Whether some region may have a part of the dots that were here when it began to share. */
        private final boolean isCatchingUp;

        private int visited;
        private long number;
        private long sequence;
        private long trimmedSequence;

        Part(LaneStep step, ContextState state, LaneInput.Tidy asked, FoldCandidates candidates) {
            this.candidates = candidates;
            this.step = step;
            this.state = state;
            this.asked = asked;
            this.mark = step.tidyMark(state.key());
            this.isCatchingUp = isCatchingUp(step, state);
            this.number = asked.afterNumber();
            this.sequence = asked.afterSequence();
            this.trimmedSequence = mark.trimmedSequence();
        }

        void ownItems() {
            tidying.forEachOwn(state.key(), number, (found, row, item) -> {
                boolean goesOn = switch (row) {
                    case OwnRow.Bare bare -> {
                        store(run.continueAt(found, bare.run()));
                        yield true;
                    }
                    case OwnRow.InHistory(long place) -> item != null && own(found, place, item);
                };
                if (goesOn) {
                    number = found;
                }
                return goesOn && ++visited < Limits.TIDY_ROWS_MAX;
            });
            if (visited >= Limits.TIDY_ROWS_MAX) {
                // What is looked at next may make the last run longer.
                number = run.openNumber(number + 1) - 1;
            }
            store(run.end());
        }

        /** False where it and what follows it is to stay. */
        private boolean own(long found, long place, CausalItem item) {
            if (found > mark.stableNumber() || isCatchingUp || isYoung(item)) {
                return false;
            }
            if (isOver(item)) {
                tidying.deleteOwn(step.batch(), state.key(), found);
                store(run.add(found, bare(found, item)));
                nowBare.add(item.dot());
                drop(place, item);
            } else {
                store(run.end());
                if (item instanceof StampedEvent event) {
                    candidates.offer(event);
                }
            }
            return true;
        }

        /**
         * What stays of an item. What it removes of this site's own dots that are bare as well is left out: nobody gets these entries any
         * more, and who got them has applied this item. What it removes of others it goes on naming: a site that began to share with their
         * origin alone may have it.
         */
        private Placeholder bare(long found, CausalItem item) {
            Placeholder form = switch (item) {
                case StampedEvent event -> event.placeholder();
                case Placeholder placeholder -> placeholder;
            };
            List<EntryId> removals = form.removals().stream()
                    .filter(id -> !isBare(id.dot(), found, form.dot()))
                    .toList();
            return new Placeholder(
                    form.key(), form.dot(), form.lastCounter(), removals, form.deleteStamp(), form.expiry(), true);
        }

        private boolean isBare(Dot removed, long found, Dot remover) {
            return removed.site().equals(remover.site())
                    && (nowBare.contains(removed)
                            || tidying.isBare(state.key(), found - remover.counter() + removed.counter(), removed));
        }

        private void store(Optional<BareRun.Ended> ended) {
            ended.ifPresent(longer -> {
                if (longer.storedAt() > 0) {
                    tidying.deleteOwn(step.batch(), state.key(), longer.storedAt());
                }
                tidying.putOwn(step.batch(), state.key(), longer.lastNumber(), new OwnRow.Bare(longer.run()));
            });
        }

        void history() {
            tidying.forEachHistory(state.key(), sequence, (place, item) -> {
                if (isYoung(item)) {
                    return false;
                }
                if (isForeign(item) && isOver(item) && isBehind(place, item)) {
                    drop(place, item);
                }
                sequence = place;
                return ++visited < Limits.TIDY_ROWS_MAX;
            });
        }

        private boolean isForeign(CausalItem item) {
            return !item.dot().site().region().equals(region);
        }

        private boolean isYoung(CausalItem item) {
            return item instanceof StampedEvent event && event.stamp().hlc().millis() >= asked.beforeMs();
        }

        /** Whether nothing of it is live, and nobody asks what it was: twins are compared by what history has of them (L1). */
        private boolean isOver(CausalItem item) {
            return switch (item) {
                case Placeholder _ -> true;
                case StampedEvent event ->
                    state.liveOf(event.dot()).isEmpty()
                            && !state.isTwin(event.dot())
                            && (isForeign(event) || !state.hasHole(event.dot()));
            };
        }

        /** An empty dot tells no time: the latest ones stay. */
        private boolean isBehind(long place, CausalItem item) {
            return item instanceof StampedEvent || place + Limits.EMPTY_HISTORY_KEPT < state.nextSequence();
        }

        private void drop(long place, CausalItem item) {
            tidying.deleteHistory(step.batch(), state.key(), place);
            trimmedSequence = Math.max(trimmedSequence, place);
            if (item instanceof StampedEvent event) {
                tidying.forgetEventId(step.batch(), state.key(), event.stamp().eventId());
            }
        }

        void finish() {
            if (trimmedSequence > mark.trimmedSequence()) {
                TidyMark now = step.tidyMark(state.key());
                step.putTidyMark(state.key(), now.trimmed(trimmedSequence));
            }
        }
    }
}
