package io.crossweave.core.event;

import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.Dot;
import io.crossweave.core.model.EntryId;
import io.crossweave.core.model.Hlc;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Empty dots: a run of one site's events that a destination may not hold (L8). It names what they remove, the greatest delete stamp among
 * them and when the context expires by them, never values, labels or paths. A <em>bare</em> one hides nothing: of these dots nothing is live
 * at any site any more (L16), and whoever begins to share the context gets what is left of them.
 *
 * @param dot the first dot of the run
 * @param lastCounter the counter of the last dot of the run
 * @param deleteStamp the greatest delete stamp in the run, {@link Hlc#ZERO} where there is none
 * @param expiry the greatest expiry that is set in the run; null where none is
 * @param bare whether nothing is withheld
 */
public record Placeholder(
        ContextKey key,
        Dot dot,
        long lastCounter,
        List<EntryId> removals,
        Hlc deleteStamp,
        @Nullable Expiry expiry,
        boolean bare)
        implements CausalItem {
    /** A run of what is withheld. */
    public Placeholder(
            ContextKey key,
            Dot dot,
            long lastCounter,
            List<EntryId> removals,
            Hlc deleteStamp,
            @Nullable Expiry expiry) {
        this(key, dot, lastCounter, removals, deleteStamp, expiry, false);
    }

    /** A run that sets no expiry. */
    public Placeholder(ContextKey key, Dot dot, long lastCounter, List<EntryId> removals, Hlc deleteStamp) {
        this(key, dot, lastCounter, removals, deleteStamp, null, false);
    }

    public Placeholder {
        removals = List.copyOf(removals);
        if (lastCounter < dot.counter()) {
            throw new IllegalArgumentException("placeholder run " + dot.counter() + ".." + lastCounter);
        }
        if (expiry != null && !expiry.site().equals(dot.site())) {
            throw new IllegalArgumentException("expiry of " + expiry.site() + " in a run of " + dot.site());
        }
    }
}
