package io.crossweave.core.state;

import io.crossweave.core.event.CausalItem;
import io.crossweave.core.event.Expiry;
import io.crossweave.core.event.Lifetime;
import io.crossweave.core.event.Placeholder;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.model.Hlc;
import io.crossweave.core.model.SiteId;
import io.crossweave.core.stored.ContextMeta;
import io.crossweave.core.stored.DeleteStamp;
import org.jspecify.annotations.Nullable;

/**
 * How far the clock of a context is, up to when its entries are hidden, and when it expires. Each is the greatest that was applied, so that
 * the order in which items arrive does not matter (L2, L16).
 */
final class ContextLife {
    private Hlc greatestHlc = Hlc.ZERO;
    private @Nullable DeleteStamp deleteStamp;
    private @Nullable Expiry expiry;

    Hlc greatestHlc() {
        return greatestHlc;
    }

    @Nullable
    DeleteStamp deleteStamp() {
        return deleteStamp;
    }

    @Nullable
    Expiry expiry() {
        return expiry;
    }

    long expiresAtMs() {
        return expiry == null ? Lifetime.NEVER : expiry.atMs();
    }

    boolean hides(Entry entry) {
        return deleteStamp != null && entry.isHiddenBy(deleteStamp);
    }

    /** Takes what an item says; true where more entries than before are hidden. */
    boolean apply(CausalItem item) {
        return switch (item) {
            case StampedEvent event -> {
                reached(event.stamp().hlc(), event.expiry());
                yield raiseDeleteStamp(event.deleteStamp(), event.dot().site());
            }
            // What this site writes from now on is later than what it was told of, as if it had seen the events.
            case Placeholder run -> {
                reached(run.deleteStamp(), run.expiry());
                yield raiseDeleteStamp(run.deleteStamp(), run.dot().site());
            }
        };
    }

    private void reached(Hlc hlc, @Nullable Expiry told) {
        greatestHlc = greatestHlc.max(hlc);
        if (told != null) {
            greatestHlc = greatestHlc.max(told.hlc());
            expiry = Expiry.greater(expiry, told);
        }
    }

    private boolean raiseDeleteStamp(Hlc hlc, SiteId site) {
        if (hlc.packed() == 0) {
            return false;
        }
        var stamp = new DeleteStamp(hlc, site);
        if (deleteStamp != null && stamp.compareTo(deleteStamp) <= 0) {
            return false;
        }
        deleteStamp = stamp;
        return true;
    }

    void restore(ContextMeta stored) {
        greatestHlc = stored.greatestHlc();
        deleteStamp = stored.deleteStamp();
        expiry = stored.expiry();
    }
}
