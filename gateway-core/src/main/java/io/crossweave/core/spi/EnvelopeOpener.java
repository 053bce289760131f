package io.crossweave.core.spi;

import io.crossweave.core.wire.EnvelopeHeader;
import io.crossweave.core.wire.ParsedFrame;
import java.util.List;

/** Checks and decrypts what peers sent to this site. */
public interface EnvelopeOpener {
    /** How opening ended. */
    sealed interface OpenOutcome {
        /** The plain body, still compressed. */
        @SuppressWarnings("ArrayRecordComponent") // handed over once, straight to decompression
        record Opened(byte[] body) implements OpenOutcome {}

        /** The data key is not here yet: park the envelope and ask for it. */
        record UnknownKey() implements OpenOutcome {}

        /** Never acceptable: forged, damaged or addressed to another site. */
        record Rejected(String reason) implements OpenOutcome {}
    }

    /** Whether the frame's header, root and counts are signed by its origin, whose key this site trusts. Keeps recent answers. */
    boolean verifySignature(ParsedFrame frame);

    /** Key, commitment, then every chunk; all frames of one envelope in ascending order, complete. */
    OpenOutcome open(EnvelopeHeader header, List<ParsedFrame> frames);

    /** Takes a KEY envelope's body, already verified as signed by the origin. A body that can't be unwrapped is remembered as failed. */
    void acceptKeys(EnvelopeHeader header, byte[] body);

    /** Ids (16 bytes each) of the origin's data keys that can be used here, newest first, at most 8: reported in heartbeats. */
    List<byte[]> knownKeys(String originRegion);
}
