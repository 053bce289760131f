package io.crossweave.core.scripted;

import io.crossweave.core.limits.Limits;
import io.crossweave.core.model.SiteId;
import io.crossweave.core.spi.EnvelopeOpener;
import io.crossweave.core.spi.EnvelopeSealer;
import io.crossweave.core.wire.EnvelopeDraft;
import io.crossweave.core.wire.EnvelopeHeader;
import io.crossweave.core.wire.EnvelopeHeaders;
import io.crossweave.core.wire.EnvelopeKind;
import io.crossweave.core.wire.MerkleTree;
import io.crossweave.core.wire.ParsedFrame;
import io.crossweave.core.wire.SealedEnvelope;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Sealing and opening with no cipher at all: the right shape, switches for what can go wrong, and a note of what was asked in which order. */
public final class PlainSealing implements EnvelopeSealer, EnvelopeOpener {
    private static final int ID_BYTES = 16;

    private final int chunkBytes;
    private final Set<String> forged = new TreeSet<>();
    private final Set<Integer> unknownKeys = new TreeSet<>();
    private final List<String> asked = new ArrayList<>();
    private volatile boolean keyless;
    private volatile boolean broken;
    private int dataKey = 1;

    public PlainSealing() {
        this(Limits.CHUNK_BYTES);
    }

    public PlainSealing(int chunkBytes) {
        this.chunkBytes = chunkBytes;
    }

    // ---- switches --------------------------------------------------------------------------------------------------

    /** Frames of this origin no longer bear its signature. */
    public void forge(String originRegion) {
        forged.add(originRegion);
    }

    /** Envelopes are sealed under this key from now on. */
    public void useKey(int key) {
        dataKey = key;
    }

    /** The key is not here until it is announced. */
    public void forgetKey(int key) {
        unknownKeys.add(key);
    }

    /** Sealing items ends in an exception. */
    public void breakDown() {
        broken = true;
    }

    /** The key service is down. */
    public void loseKeyService() {
        keyless = true;
    }

    /** The key service is back. */
    public void findKeyService() {
        keyless = false;
    }

    /** What the opener was asked, in order. */
    public List<String> asked() {
        return asked;
    }

    // ---- sealing ---------------------------------------------------------------------------------------------------

    @Override
    public SealOutcome seal(EnvelopeDraft draft, byte[] entropy, long nowMs) {
        if (broken && draft.address().kind() == EnvelopeKind.DATA) {
            throw new IllegalStateException("sealing is broken");
        }
        if (keyless) {
            return new SealOutcome.NoKey("the key service is down");
        }
        boolean clear = draft.address().kind() == EnvelopeKind.KEY;
        var chunks = new ArrayList<byte[]>();
        int at = 0;
        do {
            byte[] chunk = Arrays.copyOfRange(draft.body(), at, Math.min(draft.body().length, at + chunkBytes));
            chunks.add(clear ? chunk : Arrays.copyOf(chunk, chunk.length + Limits.CHUNK_SEAL_BYTES));
            at += chunkBytes;
        } while (at < draft.body().length);
        EnvelopeHeader header = EnvelopeHeaders.encode(new EnvelopeHeader(
                1,
                draft.address(),
                1,
                keyId(clear ? 0 : dataKey),
                draft.policyHash(),
                entropy,
                new byte[EnvelopeHeaders.HASH_BYTES],
                chunks.size(),
                draft.body().length,
                EnvelopeHeader.NOT_ENCODED));
        return new SealOutcome.Sealed(new SealedEnvelope(
                header,
                chunks,
                MerkleTree.root(chunks),
                signature(draft.address().origin())));
    }

    private static byte[] keyId(int key) {
        byte[] id = new byte[ID_BYTES];
        id[0] = (byte) key;
        return id;
    }

    private static byte[] signature(SiteId origin) {
        return ("signed by " + origin.region()).getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public Optional<byte[]> wrappedKeys(String destinationRegion) {
        return Optional.of(keyId(dataKey));
    }

    // ---- opening ---------------------------------------------------------------------------------------------------

    @Override
    public boolean verifySignature(ParsedFrame frame) {
        SiteId origin = frame.header().address().origin();
        asked.add("signature");
        return !forged.contains(origin.region()) && Arrays.equals(frame.signature(), signature(origin));
    }

    @Override
    public OpenOutcome open(EnvelopeHeader header, List<ParsedFrame> frames) {
        asked.add("open");
        boolean clear = header.address().kind() == EnvelopeKind.KEY;
        if (!clear && unknownKeys.contains((int) header.dataKeyId()[0])) {
            return new OpenOutcome.UnknownKey();
        }
        byte[] body = new byte[header.bodyBytes()];
        int at = 0;
        for (ParsedFrame frame : frames) {
            for (byte[] chunk : frame.chunks()) {
                int length = clear ? chunk.length : chunk.length - Limits.CHUNK_SEAL_BYTES;
                System.arraycopy(chunk, 0, body, at, length);
                at += length;
            }
        }
        return at == body.length ? new OpenOutcome.Opened(body) : new OpenOutcome.Rejected("not whole");
    }

    @Override
    public void acceptKeys(EnvelopeHeader header, byte[] body) {
        asked.add("keys");
        unknownKeys.remove((int) body[0]);
    }

    @Override
    public List<byte[]> knownKeys(String originRegion) {
        return List.of();
    }
}
