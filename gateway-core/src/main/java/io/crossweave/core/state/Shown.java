package io.crossweave.core.state;

import io.crossweave.core.document.JsonObject;
import io.crossweave.core.event.Lifetime;
import io.crossweave.core.gateway.ContextView;
import io.crossweave.core.model.SiteId;
import org.jspecify.annotations.Nullable;

/** What a context shows, put together for readers. */
final class Shown {
    private Shown() {}

    static ContextView of(ContextState state, @Nullable String lastEventId, SiteId lastSite, Holes holes) {
        JsonObject document = state.document();
        return new ContextView(
                state.key(),
                state.vector(),
                document,
                state.greatestHlc(),
                lastEventId,
                lastSite,
                holes.concealment(),
                document == null ? Lifetime.NEVER : state.expiresAtMs(),
                state.entries().tree().provisional(),
                state.projections().restatements());
    }
}
