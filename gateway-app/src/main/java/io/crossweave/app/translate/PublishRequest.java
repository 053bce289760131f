package io.crossweave.app.translate;

import io.crossweave.core.event.ContextEvent;
import io.crossweave.core.event.Payload;
import io.crossweave.core.gateway.Precondition;

/** A change, what must hold for it, and where it is to be committed before it is answered. */
public record PublishRequest(ContextEvent event, Precondition precondition, DurabilityAsked durability) {
    /** A deletion finds something to delete, unless the caller demands more. */
    public static PublishRequest of(ContextEvent event, Precondition asked, DurabilityAsked durability) {
        boolean mustFind = event.payload() instanceof Payload.Deletion && asked instanceof Precondition.None;
        return new PublishRequest(event, mustFind ? new Precondition.Exists() : asked, durability);
    }
}
