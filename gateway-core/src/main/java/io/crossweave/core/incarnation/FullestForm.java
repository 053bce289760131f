package io.crossweave.core.incarnation;

import io.crossweave.core.event.CausalItem;
import io.crossweave.core.event.Expiry;
import io.crossweave.core.event.Placeholder;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.Dot;
import io.crossweave.core.model.Hlc;
import io.crossweave.core.stored.ReturnedItem;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Of what several peers hold of one dot the most (L15). */
final class FullestForm {
    private FullestForm() {}

    /** What is known of a dot when one more peer has told what it holds. */
    static ReturnedItem join(@Nullable ReturnedItem before, CausalItem held, String holder) {
        var holders = new TreeSet<String>();
        holders.add(holder);
        if (before == null) {
            return new ReturnedItem(held, holders);
        }
        holders.addAll(before.holders());
        boolean bothEmpty = before.item() instanceof Placeholder && held instanceof Placeholder;
        if (bothEmpty || isOver(before.item()) || isOver(held)) {
            return new ReturnedItem(both(empty(before.item()), empty(held)), holders);
        }
        return new ReturnedItem(shown(held) > shown(before.item()) ? held : before.item(), holders);
    }

    /** Whether somebody had it, and nothing of it is live there any more. */
    static boolean isOver(CausalItem item) {
        return item instanceof Placeholder empty && empty.bare();
    }

    private static Placeholder empty(CausalItem item) {
        return switch (item) {
            case StampedEvent event -> event.placeholder();
            case Placeholder empty -> empty;
        };
    }

    /** Two empty forms of a dot may name different removals of its: those of runs that it stood in. What is over anywhere is over. */
    private static Placeholder both(Placeholder one, Placeholder other) {
        var removals = new TreeSet<>(one.removals());
        removals.addAll(other.removals());
        return new Placeholder(
                one.key(),
                one.dot(),
                one.lastCounter(),
                List.copyOf(removals),
                one.deleteStamp().max(other.deleteStamp()),
                Expiry.greater(one.expiry(), other.expiry()),
                one.bare() || other.bare());
    }

    private static int shown(CausalItem item) {
        return switch (item) {
            case StampedEvent event -> 1 + event.additions().size();
            case Placeholder _ -> 0;
        };
    }

    /** The dots of an item one by one. Which of a run's dots removes what is not known: each that stays empty says all of it. */
    static List<CausalItem> dots(CausalItem item) {
        var dots = new ArrayList<CausalItem>();
        if (item instanceof Placeholder run && run.lastCounter() > run.dot().counter()) {
            for (long counter = run.dot().counter(); counter <= run.lastCounter(); counter++) {
                var dot = new Dot(run.dot().site(), counter);
                dots.add(new Placeholder(
                        run.key(), dot, counter, run.removals(), run.deleteStamp(), run.expiry(), run.bare()));
            }
        } else {
            dots.add(item);
        }
        return dots;
    }

    static Placeholder empty(ContextKey key, Dot dot) {
        return new Placeholder(key, dot, dot.counter(), List.of(), Hlc.ZERO);
    }
}
