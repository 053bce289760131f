package io.crossweave.crypto.kms;

/**
 * Wraps and unwraps the data keys of links.
 *
 * <p>The guarantee: what {@link #wrap} made for a link is unwrapped by that link's destination and by nobody else, not even by the
 * origin, because the key-encryption key (KEK) belongs to the destination. The wrapped bytes are bound to the link, the data-key id and
 * the creation time: changed, or offered under another link or id, they are refused.
 *
 * <p>Calls may block on a remote service and are safe for concurrent use. Retry, caching and metrics are the caller's.
 */
public interface KeyWrapping {
    /** How wrapping ended. */
    sealed interface WrapOutcome {
        record Wrapped(WrappedKey key) implements WrapOutcome {}

        /** No KEK, no permission, or the service is down: the destination's events are held. */
        record Unavailable(String reason) implements WrapOutcome {}
    }

    /** How unwrapping ended. */
    sealed interface UnwrapOutcome {
        record Unwrapped(DataKey key) implements UnwrapOutcome {}

        /** These bytes will never unwrap here: damaged, of another link, or under a KEK that is not this site's. */
        record Refused(String reason) implements UnwrapOutcome {}

        /** The service does not answer now: the same bytes may unwrap later. */
        record Unavailable(String reason) implements UnwrapOutcome {}
    }

    /** At the origin: wraps a data key for the link's destination. Wrapping twice gives different bytes. */
    WrapOutcome wrap(Link link, DataKey key);

    /** At the destination: gives the data key back. */
    UnwrapOutcome unwrap(Link link, WrappedKey wrapped);
}
