package io.crossweave.benchmarks;

import io.crossweave.core.model.SiteId;
import io.crossweave.core.spi.EnvelopeOpener;
import io.crossweave.core.spi.EnvelopeSealer;
import io.crossweave.core.spi.EnvelopeSealer.SealOutcome;
import io.crossweave.core.wire.EnvelopeAddress;
import io.crossweave.core.wire.EnvelopeDraft;
import io.crossweave.core.wire.EnvelopeKind;
import io.crossweave.core.wire.SealedEnvelope;
import io.crossweave.crypto.SiteCrypto;
import io.crossweave.crypto.keystore.KeyDirectory;
import io.crossweave.crypto.keystore.SiteKeys;
import io.crossweave.crypto.kms.Entropy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** An origin that seals and a destination that opens, with keys as two real sites have them. */
final class TwoSites {
    static final SiteId ORIGIN = new SiteId("aws-us-east-1", 0x000102030405L);
    static final String DESTINATION = "azure-westeurope";
    static final long NOW_MS = 1_760_000_000_000L;

    private static final byte[] POLICY_HASH = new byte[16];

    /** Seeded, so that two runs seal the same bytes. */
    private final Entropy entropy;

    private final SiteKeys destinationKeys;
    private final EnvelopeSealer sealer;

    TwoSites(long seed) throws IOException {
        var random = new SplittableRandom(seed);
        entropy = count -> {
            var fresh = new byte[count];
            random.nextBytes(fresh);
            return fresh;
        };
        Path folder = Files.createTempDirectory("crossweave-benchmark");
        try {
            KeyDirectory.create(folder, List.of(ORIGIN.region(), DESTINATION), entropy);
            sealer = SiteCrypto.local(KeyDirectory.open(folder, ORIGIN.region()), entropy)
                    .sealer();
            destinationKeys = KeyDirectory.open(folder, DESTINATION);
        } finally {
            delete(folder);
        }
    }

    /** Seals for the destination under a message id of its own. */
    SealedEnvelope seal(EnvelopeAddress address, byte[] body) {
        var draft = new EnvelopeDraft(address, POLICY_HASH, body);
        return switch (sealer.seal(draft, entropy.bytes(32), NOW_MS)) {
            case SealOutcome.Sealed(SealedEnvelope envelope) -> envelope;
            case SealOutcome.NoKey(String reason) -> throw new IllegalStateException(reason);
        };
    }

    /** A destination that has the origin's data key, once something was sealed under it, and has verified no signature yet. */
    EnvelopeOpener opener() {
        byte[] keys = sealer.wrappedKeys(DESTINATION).orElseThrow();
        var address = new EnvelopeAddress(EnvelopeKind.KEY, ORIGIN, DESTINATION, Optional.empty(), 1, 1);
        EnvelopeOpener opener = SiteCrypto.local(destinationKeys, entropy).opener();
        opener.acceptKeys(seal(address, keys).header(), keys);
        return opener;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted((one, other) -> other.compareTo(one)).toList()) {
                Files.delete(path);
            }
        }
    }
}
