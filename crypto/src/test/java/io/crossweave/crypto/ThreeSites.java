package io.crossweave.crypto;

import io.crossweave.core.model.LaneId;
import io.crossweave.core.model.SiteId;
import io.crossweave.core.model.Tier;
import io.crossweave.core.spi.EnvelopeSealer.SealOutcome;
import io.crossweave.core.wire.EnvelopeAddress;
import io.crossweave.core.wire.EnvelopeDraft;
import io.crossweave.core.wire.EnvelopeKind;
import io.crossweave.core.wire.Frame;
import io.crossweave.core.wire.FrameCutter;
import io.crossweave.core.wire.FrameParser;
import io.crossweave.core.wire.ParseOutcome;
import io.crossweave.core.wire.ParsedFrame;
import io.crossweave.core.wire.SealedEnvelope;
import io.crossweave.crypto.keystore.LocalKeystore;
import io.crossweave.crypto.keystore.PrivateKek;
import io.crossweave.crypto.keystore.PublicKek;
import io.crossweave.crypto.kms.Entropy;
import io.crossweave.crypto.kms.KeyMaterial;
import io.crossweave.crypto.kms.Link;
import io.crossweave.crypto.kms.RawKeyUse;
import io.crossweave.crypto.kms.SeededEntropy;
import io.crossweave.crypto.kms.SwitchableKeyWrapping;
import io.crossweave.crypto.open.LinkOpener;
import io.crossweave.crypto.seal.DataKeyLife;
import io.crossweave.crypto.seal.LinkSealer;
import io.crossweave.crypto.sign.Signatures;
import io.crossweave.crypto.sign.SigningKey;
import io.crossweave.crypto.sign.TrustedKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.bouncycastle.math.ec.rfc7748.X25519;

/** Three sites with keys in memory, a KEK per link, and key services that can be cut off. */
public final class ThreeSites {
    public static final String A = "aws-us-east-1";
    public static final String B = "azure-germanywestcentral";
    public static final String C = "gcp-asia-northeast1";
    public static final long NOW = 1_700_000_000_000L;

    private static final int FRAME_BYTES_MAX = 150 << 10;

    public final Entropy entropy;
    private final Map<String, SigningKey> signing = new TreeMap<>();
    private final List<PublicKek> publicKeks = new ArrayList<>();
    private final List<PrivateKek> privateKeks = new ArrayList<>();

    public ThreeSites(long seed) {
        entropy = new SeededEntropy(seed);
        for (String region : List.of(A, B, C)) {
            signing.put(region, new SigningKey(7, KeyMaterial.of(entropy.bytes(32))));
            for (String origin : List.of(A, B, C)) {
                if (!origin.equals(region)) {
                    addKek(new Link(origin, region));
                }
            }
        }
    }

    public SwitchableKeyWrapping wrapping(String region) {
        return new SwitchableKeyWrapping(new LocalKeystore(
                publicKeks.stream()
                        .filter(kek -> kek.link().origin().equals(region))
                        .toList(),
                privateKeks.stream()
                        .filter(kek -> kek.link().destination().equals(region))
                        .toList(),
                entropy));
    }

    public LinkSealer sealer(String region) {
        return sealer(region, wrapping(region), DataKeyLife.STANDARD);
    }

    public LinkSealer sealer(String region, SwitchableKeyWrapping wrapping, DataKeyLife life) {
        return new LinkSealer(region, signing(region), wrapping, entropy, life);
    }

    public LinkOpener opener(String region) {
        return opener(region, wrapping(region));
    }

    public LinkOpener opener(String region, SwitchableKeyWrapping wrapping) {
        return new LinkOpener(region, new Signatures(trusted()), wrapping);
    }

    public SigningKey signing(String region) {
        return Optional.ofNullable(signing.get(region)).orElseThrow();
    }

    public TrustedKeys trusted() {
        Map<String, Map<Integer, byte[]>> keys = new TreeMap<>();
        signing.forEach((region, key) -> keys.put(region, Map.of(key.keyId(), key.publicKey())));
        return new TrustedKeys(keys);
    }

    /** Seals at A for B, or fails. */
    public SealedEnvelope sealed(LinkSealer sealer, EnvelopeDraft draft) {
        return sealed(sealer, draft, NOW);
    }

    public SealedEnvelope sealed(LinkSealer sealer, EnvelopeDraft draft, long nowMs) {
        return switch (sealer.seal(draft, entropy.bytes(32), nowMs)) {
            case SealOutcome.Sealed(SealedEnvelope envelope) -> envelope;
            case SealOutcome.NoKey(String reason) -> throw new AssertionError(reason);
        };
    }

    /** Lets the opener accept the keys that the sealer announces to B, by a KEY envelope. */
    public void announceKeys(LinkSealer from, LinkOpener to) {
        byte[] body = from.wrappedKeys(B).orElseThrow();
        SealedEnvelope envelope = sealed(from, draft(EnvelopeKind.KEY, body));
        to.acceptKeys(envelope.header(), body);
    }

    public static EnvelopeDraft draft(byte[] body) {
        return draft(EnvelopeKind.DATA, body);
    }

    public static EnvelopeDraft draft(EnvelopeKind kind, byte[] body) {
        Optional<LaneId> lane =
                kind == EnvelopeKind.DATA ? Optional.of(new LaneId(Tier.CRITICAL, 3)) : Optional.empty();
        EnvelopeAddress address = new EnvelopeAddress(kind, new SiteId(A, 42), B, lane, 5, 6);
        return new EnvelopeDraft(address, new byte[16], body);
    }

    /** Cuts and parses, as on the way through a transport. */
    public static List<ParsedFrame> frames(SealedEnvelope envelope) {
        List<ParsedFrame> frames = new ArrayList<>();
        for (Frame frame : FrameCutter.cut(envelope, FRAME_BYTES_MAX)) {
            switch (FrameParser.parse(frame.bytes())) {
                case ParseOutcome.Parsed(ParsedFrame parsed) -> frames.add(parsed);
                case ParseOutcome.Malformed(String reason) -> throw new AssertionError(reason);
            }
        }
        return frames;
    }

    private void addKek(Link link) {
        KeyMaterial secret = KeyMaterial.of(entropy.bytes(32));
        byte[] open = new byte[X25519.POINT_SIZE];
        X25519.generatePublicKey(secret.reveal(RawKeyUse.AGREE), 0, open, 0);
        String kekId = "test:" + link;
        publicKeks.add(new PublicKek(link, kekId, open));
        privateKeks.add(new PrivateKek(link, kekId, secret));
    }
}
