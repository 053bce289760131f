package io.crossweave.core.event;

import io.crossweave.core.limits.Limits;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.Labels;

/**
 * A change as a client asks for it, checked for form but not yet against the context.
 *
 * @param eventId unique within tenant and context; a retry with the same id has one effect (L1)
 * @param ttlS seconds after which the context is to expire; 0 where the client does not say
 * @param bodyHash 16 bytes of SHA-256 over what the client sent: a known event id with another hash is refused
 * @param actor the subject of the token that asked for it, for what is audited; empty where nobody did. It does not become part of the event
 */
public record ContextEvent(
        ContextKey key,
        String eventId,
        Payload payload,
        Labels labels,
        Provenance provenance,
        long ttlS,
        BodyHash bodyHash,
        String actor) {
    public ContextEvent {
        if (ttlS < 0 || ttlS > Limits.TTL_S_MAX) {
            throw new IllegalArgumentException("time to live of " + ttlS + " s");
        }
    }

    /** A change that says nothing of how long its context lives. */
    public ContextEvent(
            ContextKey key, String eventId, Payload payload, Labels labels, Provenance provenance, BodyHash bodyHash) {
        this(key, eventId, payload, labels, provenance, 0, bodyHash);
    }

    public ContextEvent(
            ContextKey key,
            String eventId,
            Payload payload,
            Labels labels,
            Provenance provenance,
            long ttlS,
            BodyHash bodyHash) {
        this(key, eventId, payload, labels, provenance, ttlS, bodyHash, "");
    }

    /** The same change as somebody asks for it. */
    public ContextEvent by(String subject) {
        return new ContextEvent(key, eventId, payload, labels, provenance, ttlS, bodyHash, subject);
    }
}
