package io.crossweave.crypto.keystore;

import io.crossweave.core.model.SiteId;
import io.crossweave.crypto.keystore.KeyLayout.NamedFile;
import io.crossweave.crypto.kms.Entropy;
import io.crossweave.crypto.kms.KeyMaterial;
import io.crossweave.crypto.kms.Link;
import io.crossweave.crypto.kms.RawKeyUse;
import io.crossweave.crypto.sign.SigningKey;
import io.crossweave.crypto.sign.TrustedKeys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.bouncycastle.math.ec.rfc7748.X25519;

/**
 * Key files of sites, for a laptop and for small deployments. A site needs its own folder and {@code public}, and no other.
 *
 * <pre>
 * DIR/REGION/                         0700, for this site alone
 *   signing.ID.pem                    0600, PKCS#8 Ed25519; the highest ID signs
 *   kek/ORIGIN.N.pem                  0600, PKCS#8 X25519: unwraps what ORIGIN wrapped for REGION
 * DIR/public/                         for every site
 *   signing/REGION.ID.pem             X.509 Ed25519: who is trusted
 *   kek/ORIGIN.DESTINATION.N.pem      X.509 X25519: wraps at ORIGIN for DESTINATION; the highest N wraps
 * </pre>
 *
 * All are PEM as OpenSSL writes it. A region joins by {@link #create} with its name, and each other site gets its KEK for the new link by
 * {@code create} with that site's name, where its folder is; sites read the directory when they start, and when their members change.
 */
public final class KeyDirectory {
    private static final int FIRST = 1;

    private KeyDirectory() {}

    /**
     * Gives each named region what it lacks: a signing key, and a KEK for the link from every other region that is named or already
     * public. What exists is kept.
     */
    public static void create(Path dir, List<String> regions, Entropy entropy) {
        KeyLayout layout = new KeyLayout(dir);
        KeyFile.createFolder(layout.signingFolder(), "rwxr-xr-x");
        KeyFile.createFolder(layout.kekFolder(), "rwxr-xr-x");
        TreeSet<String> origins = new TreeSet<>();
        KeyLayout.files(layout.signingFolder(), 2)
                .forEach(file -> origins.add(file.words().get(0)));
        for (String region : regions) {
            requireUsable(region);
            KeyFile.createFolder(layout.home(region), "rwx------");
            KeyFile.createFolder(layout.privateKekFolder(region), "rwx------");
            createSigningKey(layout, region, entropy);
            origins.add(region);
        }
        for (String region : regions) {
            for (String origin : origins) {
                if (!origin.equals(region)) {
                    createKek(layout, new Link(origin, region), entropy);
                }
            }
        }
    }

    /** All that the region's site may hold, or an exception whose message names the file and what is wrong with it. */
    public static SiteKeys open(Path dir, String region) {
        requireUsable(region);
        KeyLayout layout = new KeyLayout(dir);
        SigningKey signing = signingKey(layout, region);
        Map<String, Map<Integer, byte[]>> trusted = trustedKeys(layout);
        requireOwnKeyIsPublished(layout, region, signing, trusted);
        return new SiteKeys(
                region, signing, new TrustedKeys(trusted), publicKeks(layout, region), privateKeks(layout, region));
    }

    private static void createSigningKey(KeyLayout layout, String region, Entropy entropy) {
        int keyId = KeyLayout.files(layout.home(region), 2).stream()
                .mapToInt(NamedFile::number)
                .reduce(FIRST, (older, newer) -> newer);
        Path secret = layout.privateSigning(region, keyId);
        Path open = layout.publicSigning(region, keyId);
        createPrivate(secret, open, Rfc8410.ED25519, entropy);
        if (!Files.exists(open)) {
            byte[] key = SigningKey.publicKeyOf(readPrivate(secret, Rfc8410.ED25519));
            KeyFile.write(open, KeyFile.PUBLIC, Rfc8410.ED25519.publicDer(key));
        }
    }

    private static void createKek(KeyLayout layout, Link link, Entropy entropy) {
        int version = KeyLayout.files(layout.privateKekFolder(link.destination()), 2).stream()
                .filter(file -> file.words().get(0).equals(link.origin()))
                .mapToInt(NamedFile::number)
                .reduce(FIRST, (older, newer) -> newer);
        Path secret = layout.privateKek(link, version);
        Path open = layout.publicKek(link, version);
        createPrivate(secret, open, Rfc8410.X25519, entropy);
        if (!Files.exists(open)) {
            byte[] key = new byte[X25519.POINT_SIZE];
            X25519.generatePublicKey(readPrivate(secret, Rfc8410.X25519).reveal(RawKeyUse.AGREE), 0, key, 0);
            KeyFile.write(open, KeyFile.PUBLIC, Rfc8410.X25519.publicDer(key));
        }
    }

    /** The private half is on disk before the public one is shown: a public key without its private one would lose what is sent to it. */
    private static void createPrivate(Path secret, Path open, Rfc8410 form, Entropy entropy) {
        if (Files.exists(secret)) {
            return;
        }
        if (Files.exists(open)) {
            throw new KeyDirectoryException(
                    secret,
                    "does not exist, but its public half " + open + " does; restore it, or delete the public half");
        }
        KeyMaterial fresh = KeyMaterial.of(entropy.bytes(Rfc8410.KEY_BYTES));
        KeyFile.write(secret, KeyFile.PRIVATE, form.privateDer(fresh, RawKeyUse.STORE));
    }

    private static SigningKey signingKey(KeyLayout layout, String region) {
        List<NamedFile> files = KeyLayout.files(layout.home(region), 2);
        if (files.isEmpty()) {
            throw new KeyDirectoryException(
                    layout.privateSigning(region, FIRST), "does not exist: no signing key for site " + region);
        }
        NamedFile newest = files.getLast();
        return new SigningKey(newest.number(), readPrivate(newest.file(), Rfc8410.ED25519));
    }

    private static Map<String, Map<Integer, byte[]>> trustedKeys(KeyLayout layout) {
        Map<String, Map<Integer, byte[]>> trusted = new TreeMap<>();
        for (NamedFile file : KeyLayout.files(layout.signingFolder(), 2)) {
            byte[] key = readPublic(file.file(), Rfc8410.ED25519);
            if (!TrustedKeys.isUsable(key)) {
                throw new KeyDirectoryException(file.file(), "is no usable Ed25519 key");
            }
            trusted.computeIfAbsent(file.words().get(0), unseen -> new TreeMap<>())
                    .put(file.number(), key);
        }
        return trusted;
    }

    private static void requireOwnKeyIsPublished(
            KeyLayout layout, String region, SigningKey signing, Map<String, Map<Integer, byte[]>> trusted) {
        byte[] published = trusted.getOrDefault(region, Map.of()).get(signing.keyId());
        if (published == null || !Arrays.equals(published, signing.publicKey())) {
            throw new KeyDirectoryException(
                    layout.publicSigning(region, signing.keyId()),
                    "is not the public half of " + layout.privateSigning(region, signing.keyId())
                            + ", so peers would refuse what site " + region + " sends");
        }
    }

    private static List<PublicKek> publicKeks(KeyLayout layout, String region) {
        Map<String, PublicKek> newest = new TreeMap<>();
        for (NamedFile file : KeyLayout.files(layout.kekFolder(), 3)) {
            if (file.words().get(0).equals(region)) {
                Link link = file.linkTo(file.words().get(1));
                byte[] key = readPublic(file.file(), Rfc8410.X25519);
                newest.put(link.destination(), new PublicKek(link, KeyLayout.kekId(link, file.number()), key));
            }
        }
        return List.copyOf(newest.values());
    }

    private static List<PrivateKek> privateKeks(KeyLayout layout, String region) {
        List<PrivateKek> keks = new ArrayList<>();
        for (NamedFile file : KeyLayout.files(layout.privateKekFolder(region), 2)) {
            Link link = file.linkTo(region);
            KeyMaterial key = readPrivate(file.file(), Rfc8410.X25519);
            keks.add(new PrivateKek(link, KeyLayout.kekId(link, file.number()), key));
        }
        return keks;
    }

    private static KeyMaterial readPrivate(Path file, Rfc8410 form) {
        return form.privateKey(KeyFile.read(file, KeyFile.PRIVATE))
                .map(KeyMaterial::of)
                .orElseThrow(() -> new KeyDirectoryException(file, "is no PKCS#8 " + form + " private key"));
    }

    private static byte[] readPublic(Path file, Rfc8410 form) {
        return form.publicKey(KeyFile.read(file, KeyFile.PUBLIC))
                .orElseThrow(() -> new KeyDirectoryException(file, "is no X.509 " + form + " public key"));
    }

    private static void requireUsable(String region) {
        SiteId.requireRegion(region);
        if (region.equals(KeyLayout.SHARED)) {
            throw new IllegalArgumentException(
                    "a region can't be called '" + region + "': that folder is shared by all");
        }
    }
}
