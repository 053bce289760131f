package io.crossweave.crypto.seal;

import io.crossweave.core.limits.Limits;
import io.crossweave.core.spi.EnvelopeSealer;
import io.crossweave.core.wire.EnvelopeAddress;
import io.crossweave.core.wire.EnvelopeDraft;
import io.crossweave.core.wire.EnvelopeHeader;
import io.crossweave.core.wire.EnvelopeHeaders;
import io.crossweave.core.wire.MerkleTree;
import io.crossweave.core.wire.SealedEnvelope;
import io.crossweave.crypto.kms.DataKey;
import io.crossweave.crypto.kms.DataKeyId;
import io.crossweave.crypto.kms.Entropy;
import io.crossweave.crypto.kms.KeyBody;
import io.crossweave.crypto.kms.KeyWrapping;
import io.crossweave.crypto.kms.Link;
import io.crossweave.crypto.kms.WrappedKey;
import io.crossweave.crypto.sign.SigningKey;
import io.crossweave.crypto.suite.ChunkCipher;
import io.crossweave.crypto.suite.EnvelopeSecrets;
import io.crossweave.crypto.suite.Suite;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Seals envelopes of suite 1.
 *
 * <p>The guarantee: what leaves is readable by the one destination in its header and by nobody else, is bound to that header and to this
 * site's signature, and never leaves at all without a key that the destination can get. KEY envelopes are signed and not sealed; what is
 * in them is wrapped for the destination.
 *
 * <p>Safe for concurrent use. The first envelope of a link, and one at each renewal, waits for the key service.
 */
public final class LinkSealer implements EnvelopeSealer {
    private final String region;
    private final SigningKey signing;
    private final KeyWrapping wrapping;
    private final Entropy entropy;
    private final DataKeyLife life;
    // Bounded by the peers that this site is configured with: a draft's destination comes from its configuration.
    private final Map<String, OutboundKeys> byDestination = new ConcurrentHashMap<>();

    /**
     * A sealer with no data keys yet: a restart makes new ones.
     *
     * @param region this site's
     * @param entropy for data keys and their ids
     */
    public LinkSealer(String region, SigningKey signing, KeyWrapping wrapping, Entropy entropy, DataKeyLife life) {
        this.region = region;
        this.signing = signing;
        this.wrapping = wrapping;
        this.entropy = entropy;
        this.life = life;
    }

    @Override
    public SealOutcome seal(EnvelopeDraft draft, byte[] messageId, long nowMs) {
        requireOwn(draft, messageId);
        return switch (draft.address().kind()) {
            case DATA, CONTROL ->
                switch (keysTo(draft.address().destination()).take(draft.body().length, nowMs)) {
                    case KeyGrant.Granted(DataKey key) -> new SealOutcome.Sealed(sealed(draft, messageId, key));
                    case KeyGrant.None(String reason) -> new SealOutcome.NoKey(reason);
                };
            case KEY -> new SealOutcome.Sealed(clear(draft, messageId));
        };
    }

    @Override
    public Optional<byte[]> wrappedKeys(String destinationRegion) {
        OutboundKeys keys = byDestination.get(destinationRegion);
        List<WrappedKey> wrapped = keys == null ? List.of() : keys.wrapped();
        return wrapped.isEmpty() ? Optional.empty() : Optional.of(KeyBody.encode(wrapped));
    }

    private SealedEnvelope sealed(EnvelopeDraft draft, byte[] messageId, DataKey key) {
        EnvelopeSecrets secrets = EnvelopeSecrets.derive(key.material(), messageId);
        EnvelopeHeader header = header(draft, messageId, key.id().bytes(), secrets.commitment());
        ChunkCipher cipher = new ChunkCipher(secrets, header.encoded(), header.chunkCount());
        byte[] body = draft.body();
        List<byte[]> chunks = new ArrayList<>(header.chunkCount());
        for (int index = 0; index < header.chunkCount(); index++) {
            int from = index * Limits.CHUNK_BYTES;
            chunks.add(cipher.seal(index, body, from, Math.min(Limits.CHUNK_BYTES, body.length - from)));
        }
        return signed(header, chunks);
    }

    private SealedEnvelope clear(EnvelopeDraft draft, byte[] messageId) {
        byte[] noKey = new byte[DataKeyId.BYTES];
        EnvelopeHeader header = header(draft, messageId, noKey, new byte[EnvelopeSecrets.COMMITMENT_BYTES]);
        byte[] body = draft.body();
        List<byte[]> chunks = new ArrayList<>(header.chunkCount());
        for (int index = 0; index < header.chunkCount(); index++) {
            int from = index * Limits.CHUNK_BYTES;
            chunks.add(Arrays.copyOfRange(body, from, Math.min(body.length, from + Limits.CHUNK_BYTES)));
        }
        return signed(header, chunks);
    }

    private EnvelopeHeader header(EnvelopeDraft draft, byte[] messageId, byte[] dataKeyId, byte[] commitment) {
        int bodyBytes = draft.body().length;
        return EnvelopeHeaders.encode(new EnvelopeHeader(
                Suite.ONE,
                draft.address(),
                signing.keyId(),
                dataKeyId,
                draft.policyHash(),
                messageId,
                commitment,
                Math.max(1, Math.ceilDiv(bodyBytes, Limits.CHUNK_BYTES)),
                bodyBytes,
                EnvelopeHeader.NOT_ENCODED));
    }

    private SealedEnvelope signed(EnvelopeHeader header, List<byte[]> chunks) {
        byte[] root = MerkleTree.root(chunks);
        return new SealedEnvelope(header, chunks, root, signing.sign(EnvelopeHeaders.signedBytes(header, root)));
    }

    private OutboundKeys keysTo(String destination) {
        return byDestination.computeIfAbsent(
                destination, unseen -> new OutboundKeys(new Link(region, unseen), wrapping, entropy, life));
    }

    private void requireOwn(EnvelopeDraft draft, byte[] messageId) {
        EnvelopeAddress address = draft.address();
        if (!address.origin().region().equals(region)) {
            throw new IllegalArgumentException("site " + region + " can't seal for origin " + address.origin());
        }
        if (messageId.length != EnvelopeSecrets.MESSAGE_ID_BYTES) {
            throw new IllegalArgumentException(
                    "message id of " + messageId.length + " bytes, expected " + EnvelopeSecrets.MESSAGE_ID_BYTES);
        }
        if (draft.body().length > Limits.ENVELOPE_BYTES_MAX) {
            throw new IllegalArgumentException(address.kind() + " body of " + draft.body().length + " bytes exceeds "
                    + Limits.ENVELOPE_BYTES_MAX + " for destination " + address.destination());
        }
    }
}
