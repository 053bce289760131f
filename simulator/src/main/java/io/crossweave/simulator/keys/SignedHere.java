package io.crossweave.simulator.keys;

import io.crossweave.core.wire.EnvelopeHeaders;
import io.crossweave.core.wire.ParsedFrame;
import io.crossweave.core.wire.SealedEnvelope;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** What the sites of one run signed, and with which signature. */
public final class SignedHere {
    private final Map<ByteBuffer, byte[]> signedBySignature = new HashMap<>();

    public void add(SealedEnvelope envelope) {
        signedBySignature.put(
                ByteBuffer.wrap(envelope.signature()),
                EnvelopeHeaders.signedBytes(envelope.header(), envelope.merkleRoot()));
    }

    /** Whether just this was signed by a site of this run with just this signature. */
    boolean has(ParsedFrame frame) {
        byte[] signed = signedBySignature.get(ByteBuffer.wrap(frame.signature()));
        return signed != null && Arrays.equals(signed, EnvelopeHeaders.signedBytes(frame.header(), frame.merkleRoot()));
    }
}
