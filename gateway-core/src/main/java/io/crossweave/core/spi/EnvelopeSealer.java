package io.crossweave.core.spi;

import io.crossweave.core.wire.EnvelopeDraft;
import io.crossweave.core.wire.SealedEnvelope;
import java.util.Optional;

/** Encrypts envelopes for exactly one destination each, and signs them as this site. */
public interface EnvelopeSealer {
    /** How sealing ended. */
    sealed interface SealOutcome {
        record Sealed(SealedEnvelope envelope) implements SealOutcome {}

        /** No key for the destination right now: Hold, nothing leaves, never a placeholder (L8). */
        record NoKey(String reason) implements SealOutcome {}
    }

    /**
     * Seals a draft under the link's current data key.
     *
     * @param entropy 32 fresh random bytes: the envelope's message id
     * @param nowMs site time, for the age of the data key
     */
    SealOutcome seal(EnvelopeDraft draft, byte[] entropy, long nowMs);

    /**
     * The body of a KEY envelope with the wrapped data key that {@link #seal} uses for this destination now, and possibly the next;
     * empty while there is none. It is sent at key start, and repeated until the destination reports the key.
     */
    Optional<byte[]> wrappedKeys(String destinationRegion);
}
