package io.crossweave.app.translate;

import io.crossweave.core.gateway.ContextView;
import io.crossweave.core.gateway.ContextView.Concealment;

/** What may be said of a context that shows no document. */
public final class Visibility {
    private Visibility() {}

    /**
     * Whether the context is here by withheld events alone, or all that it showed may not be held here any more (L11), so that callers must not learn that it is anywhere. One that was deleted by an
     * event which this site may hold is no secret.
     */
    public static boolean isHidden(ContextView view) {
        return !view.isVisible() && view.concealment() != Concealment.NOTHING && view.lastEventId() == null;
    }
}
