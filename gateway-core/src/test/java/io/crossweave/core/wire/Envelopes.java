package io.crossweave.core.wire;

import io.crossweave.core.limits.Limits;
import io.crossweave.core.model.LaneId;
import io.crossweave.core.model.SiteId;
import io.crossweave.core.model.Tier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** Envelopes for tests: their chunks are not encrypted, only of the right shape. */
final class Envelopes {
    private Envelopes() {}

    static EnvelopeHeader header(EnvelopeKind kind, int chunkCount, int bodyBytes) {
        Optional<LaneId> lane =
                kind == EnvelopeKind.DATA ? Optional.of(new LaneId(Tier.IMPORTANT, 17)) : Optional.empty();
        var origin = new SiteId("aws-us-east-1", 0x8877665544332211L);
        var address = new EnvelopeAddress(kind, origin, "azure-germany-westcentral", lane, 0x0123456789L, 42);
        return EnvelopeHeaders.encode(new EnvelopeHeader(
                1,
                address,
                0xCAFE,
                filled(16, 0xD1),
                filled(16, 0xB2),
                filled(32, 0xE3),
                filled(32, 0xC4),
                chunkCount,
                bodyBytes,
                EnvelopeHeader.NOT_ENCODED));
    }

    static SealedEnvelope sealed(int chunkBytes, int bodyBytes) {
        var random = new SplittableRandom(chunkBytes * 31L + bodyBytes);
        var chunks = new ArrayList<byte[]>();
        int left = bodyBytes;
        do {
            var chunk = new byte[Math.min(left, chunkBytes) + Limits.CHUNK_SEAL_BYTES];
            random.nextBytes(chunk);
            chunks.add(chunk);
            left -= chunkBytes;
        } while (left > 0);
        return sealed(EnvelopeKind.DATA, chunks, bodyBytes);
    }

    static SealedEnvelope sealed(EnvelopeKind kind, List<byte[]> chunks, int bodyBytes) {
        return new SealedEnvelope(
                header(kind, chunks.size(), bodyBytes), chunks, MerkleTree.root(chunks), filled(64, 0x5A));
    }

    static byte[] filled(int length, int value) {
        var bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
