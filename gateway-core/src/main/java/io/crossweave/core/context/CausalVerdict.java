package io.crossweave.core.context;

import io.crossweave.core.causality.VersionVector;
import io.crossweave.core.event.CausalItem;
import io.crossweave.core.event.Expiry;
import io.crossweave.core.event.Placeholder;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.model.Hlc;
import java.util.function.Predicate;

/** Whether an item can be applied to a context now (L1, L7, L8). */
enum CausalVerdict {
    /** It is the next of its site and all it depends on is here. */
    DELIVERABLE,
    /** Something before it is missing, or its clock value is too far ahead. */
    WAITING,
    /** Its dots are here already. */
    DUPLICATE;

    /**
     * @param vector what the context has delivered
     * @param nowMs the site clock
     * @param isComplete whether all is here that an event waits for
     */
    static CausalVerdict of(CausalItem item, VersionVector vector, long nowMs, Predicate<StampedEvent> isComplete) {
        long delivered = vector.get(item.dot().site());
        if (item.lastCounter() <= delivered) {
            return DUPLICATE;
        }
        if (item.dot().counter() > delivered + 1) {
            return WAITING;
        }
        if (isAhead(item, nowMs)) {
            return WAITING;
        }
        return switch (item) {
            case StampedEvent event -> isComplete.test(event) ? DELIVERABLE : WAITING;
            // A placeholder carries nothing that could depend on anything.
            case Placeholder _ -> DELIVERABLE;
        };
    }

    /**
     * Whether an item's clock value is further ahead than any honest clock can be (L7); of a placeholder it is that of its deletes and its
     * expiry, which would move this site's clock values as well.
     */
    static boolean isAhead(CausalItem item, long nowMs) {
        Hlc hlc = switch (item) {
            case StampedEvent event -> event.stamp().hlc();
            case Placeholder placeholder -> {
                Expiry expiry = placeholder.expiry();
                yield expiry == null
                        ? placeholder.deleteStamp()
                        : placeholder.deleteStamp().max(expiry.hlc());
            }
        };
        return hlc.millis() > nowMs + Limits.DRIFT_MS_MAX;
    }
}
