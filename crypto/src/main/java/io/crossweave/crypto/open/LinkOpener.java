package io.crossweave.crypto.open;

import io.crossweave.core.limits.Limits;
import io.crossweave.core.spi.EnvelopeOpener;
import io.crossweave.core.wire.EnvelopeHeader;
import io.crossweave.core.wire.EnvelopeHeaders;
import io.crossweave.core.wire.MerkleTree;
import io.crossweave.core.wire.ParsedFrame;
import io.crossweave.crypto.kms.DataKey;
import io.crossweave.crypto.kms.DataKeyId;
import io.crossweave.crypto.kms.KeyBody;
import io.crossweave.crypto.kms.KeyWrapping;
import io.crossweave.crypto.kms.Link;
import io.crossweave.crypto.sign.Signatures;
import io.crossweave.crypto.suite.AesGcm;
import io.crossweave.crypto.suite.ChunkCipher;
import io.crossweave.crypto.suite.EnvelopeSecrets;
import io.crossweave.crypto.suite.Suite;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Opens envelopes of suite 1.
 *
 * <p>The guarantee: {@code Opened} gives exactly the body that the origin sealed under exactly this header for this site. Destination,
 * suite, completeness, key, commitment and chunks are checked in this order; memory for the body is taken after the commitment.
 *
 * <p>Safe for concurrent use. {@link #acceptKeys} may wait for the key service; the other methods do not.
 */
public final class LinkOpener implements EnvelopeOpener {
    private final String region;
    private final Signatures signatures;
    private final KeyWrapping wrapping;
    // Bounded by the origins whose signing keys are trusted: acceptKeys is called for verified envelopes only.
    private final Map<String, ReceivedKeys> byOrigin = new ConcurrentHashMap<>();

    /**
     * An opener with no data keys yet.
     *
     * @param region this site's
     */
    public LinkOpener(String region, Signatures signatures, KeyWrapping wrapping) {
        this.region = region;
        this.signatures = signatures;
        this.wrapping = wrapping;
    }

    @Override
    public boolean verifySignature(ParsedFrame frame) {
        EnvelopeHeader header = frame.header();
        return signatures.verify(
                header.address().origin().region(),
                header.originKeyId(),
                EnvelopeHeaders.signedBytes(header, frame.merkleRoot()),
                frame.signature());
    }

    @Override
    public OpenOutcome open(EnvelopeHeader header, List<ParsedFrame> frames) {
        String destination = header.address().destination();
        if (!destination.equals(region)) {
            return rejected("envelope is addressed to " + destination + ", this is " + region);
        }
        if (header.suite() != Suite.ONE) {
            return rejected("suite " + header.suite() + " is unknown");
        }
        if (!isWhole(header, frames)) {
            return rejected("frames are not the whole envelope in order");
        }
        List<byte[]> chunks = new ArrayList<>(header.chunkCount());
        frames.forEach(frame -> chunks.addAll(frame.chunks()));
        return switch (header.address().kind()) {
            case DATA, CONTROL -> openSealed(header, chunks);
            case KEY -> openClear(header, chunks, frames.getFirst().merkleRoot());
        };
    }

    @Override
    public void acceptKeys(EnvelopeHeader header, byte[] body) {
        String origin = header.address().origin().region();
        if (!header.address().destination().equals(region) || origin.equals(region)) {
            return;
        }
        KeyBody.decode(body)
                .ifPresent(announced -> byOrigin.computeIfAbsent(
                                origin, unseen -> new ReceivedKeys(new Link(unseen, region), wrapping))
                        .accept(announced));
    }

    @Override
    public List<byte[]> knownKeys(String originRegion) {
        ReceivedKeys keys = byOrigin.get(originRegion);
        return keys == null
                ? List.of()
                : keys.newest().stream().map(DataKeyId::bytes).toList();
    }

    private OpenOutcome openSealed(EnvelopeHeader header, List<byte[]> chunks) {
        if (!sizesFit(header, chunks, AesGcm.TAG_BYTES)) {
            return rejected("sealed chunks do not make a body of " + header.bodyBytes() + " bytes");
        }
        Optional<DataKey> key = find(header);
        if (key.isEmpty()) {
            return new OpenOutcome.UnknownKey();
        }
        EnvelopeSecrets secrets = EnvelopeSecrets.derive(key.get().material(), header.messageId());
        if (!secrets.commitTo(header.commitment())) {
            return rejected("commitment is not to data key " + key.get().id());
        }
        ChunkCipher cipher = new ChunkCipher(secrets, header.encoded(), header.chunkCount());
        byte[] body = new byte[header.bodyBytes()];
        int at = 0;
        for (int index = 0; index < chunks.size(); index++) {
            byte[] chunk = chunks.get(index);
            if (!cipher.open(index, chunk, body, at)) {
                return rejected("chunk " + index + " of " + header.chunkCount() + " does not authenticate");
            }
            at += chunk.length - AesGcm.TAG_BYTES;
        }
        return new OpenOutcome.Opened(body);
    }

    /** No cipher guards these chunks, so the signed root does, whoever checked the frames before. */
    private static OpenOutcome openClear(EnvelopeHeader header, List<byte[]> chunks, byte[] merkleRoot) {
        if (!sizesFit(header, chunks, 0)) {
            return rejected("chunks do not make a body of " + header.bodyBytes() + " bytes");
        }
        if (!MessageDigest.isEqual(MerkleTree.root(chunks), merkleRoot)) {
            return rejected("chunks are not those that were signed");
        }
        byte[] body = new byte[header.bodyBytes()];
        int at = 0;
        for (byte[] chunk : chunks) {
            System.arraycopy(chunk, 0, body, at, chunk.length);
            at += chunk.length;
        }
        return new OpenOutcome.Opened(body);
    }

    private Optional<DataKey> find(EnvelopeHeader header) {
        return Optional.ofNullable(byOrigin.get(header.address().origin().region()))
                .flatMap(keys -> keys.find(DataKeyId.of(header.dataKeyId())));
    }

    private static boolean isWhole(EnvelopeHeader header, List<ParsedFrame> frames) {
        int next = 0;
        for (ParsedFrame frame : frames) {
            if (frame.firstChunk() != next || !Arrays.equals(frame.header().encoded(), header.encoded())) {
                return false;
            }
            next += frame.chunks().size();
        }
        return next == header.chunkCount();
    }

    private static boolean sizesFit(EnvelopeHeader header, List<byte[]> chunks, int overhead) {
        long bytes = 0;
        for (byte[] chunk : chunks) {
            if (chunk.length < overhead || chunk.length > Limits.CHUNK_BYTES + overhead) {
                return false;
            }
            bytes += chunk.length - overhead;
        }
        return bytes == header.bodyBytes();
    }

    private static OpenOutcome rejected(String reason) {
        return new OpenOutcome.Rejected(reason);
    }
}
