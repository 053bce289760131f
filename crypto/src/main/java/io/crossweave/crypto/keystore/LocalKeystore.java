package io.crossweave.crypto.keystore;

import io.crossweave.crypto.kms.DataKey;
import io.crossweave.crypto.kms.Entropy;
import io.crossweave.crypto.kms.KeyMaterial;
import io.crossweave.crypto.kms.KeyWrapping;
import io.crossweave.crypto.kms.Link;
import io.crossweave.crypto.kms.RawKeyUse;
import io.crossweave.crypto.kms.WrappedKey;
import io.crossweave.crypto.suite.AesGcm;
import io.crossweave.crypto.suite.Hkdf;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.DecapsulateException;
import javax.crypto.KEM;

/**
 * Key wrapping with keys of this process: an origin holds only the public KEKs of the links that leave it, so it can wrap and cannot
 * unwrap; a destination holds the private KEKs of the links that lead to it.
 *
 * <p>Wrapping is DHKEM(X25519, HKDF-SHA256) of RFC 9180, section 4.1, then AES-256-GCM of the data key. The AEAD key is
 * {@code HKDF-SHA256(shared secret, salt = encapsulation, info = label)}; the nonce is zero, because each shared secret encrypts once;
 * the additional data are {@code label, 0, origin, 0, destination, 0, KEK id, 0, data-key id (16), created ms (i64)}. Layout:
 * {@code encapsulation (32), ciphertext (32), tag (16)}.
 */
public final class LocalKeystore implements KeyWrapping {
    private static final int ENCAPSULATION_BYTES = 32;
    private static final int WRAPPED_BYTES = ENCAPSULATION_BYTES + DataKey.BYTES + AesGcm.TAG_BYTES;
    private static final byte[] LABEL = "crossweave local keystore v1".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ZERO_NONCE = new byte[AesGcm.NONCE_BYTES];

    /** Replaced as a whole. */
    private volatile Map<String, PublicKek> wrapping = Map.of();

    private volatile Map<String, PrivateKek> unwrapping = Map.of();
    private final EntropyAsSecureRandom random;

    /**
     * A keystore of one site.
     *
     * @param wrapping the KEK in use for each link that leaves this site
     * @param unwrapping all KEKs of the links that lead to this site, former ones included
     */
    public LocalKeystore(List<PublicKek> wrapping, List<PrivateKek> unwrapping, Entropy entropy) {
        this.random = new EntropyAsSecureRandom(entropy);
        this.wrapping = byLink(wrapping);
        this.unwrapping = byId(unwrapping);
    }

    /** Holds other KEKs from now on, as links come and go. */
    public void follow(List<PublicKek> wrappingNow, List<PrivateKek> unwrappingNow) {
        wrapping = byLink(wrappingNow);
        unwrapping = byId(unwrappingNow);
    }

    private static Map<String, PublicKek> byLink(List<PublicKek> keks) {
        var byLink = new TreeMap<String, PublicKek>();
        keks.forEach(kek -> byLink.put(kek.link().toString(), kek));
        return byLink;
    }

    private static Map<String, PrivateKek> byId(List<PrivateKek> keks) {
        var byId = new TreeMap<String, PrivateKek>();
        keks.forEach(kek -> byId.put(kek.kekId(), kek));
        return byId;
    }

    @Override
    public WrapOutcome wrap(Link link, DataKey key) {
        PublicKek kek = wrapping.get(link.toString());
        if (kek == null) {
            return new WrapOutcome.Unavailable("no public KEK for link " + link);
        }
        KEM.Encapsulated fresh = encapsulate(kek);
        WrappedKey unsealed = new WrappedKey(key.id(), kek.kekId(), new byte[0], key.createdMs());
        byte[] content = key.material().reveal(RawKeyUse.WRAP);
        byte[] sealed = new AesGcm(aeadKey(fresh.key().getEncoded(), fresh.encapsulation()))
                .encrypt(ZERO_NONCE, boundTo(link, unsealed), content, 0, content.length);
        byte[] wrapped = ByteBuffer.allocate(WRAPPED_BYTES)
                .put(fresh.encapsulation())
                .put(sealed)
                .array();
        return new WrapOutcome.Wrapped(new WrappedKey(key.id(), kek.kekId(), wrapped, key.createdMs()));
    }

    @Override
    public UnwrapOutcome unwrap(Link link, WrappedKey wrapped) {
        PrivateKek kek = unwrapping.get(wrapped.kekId());
        if (kek == null) {
            return new UnwrapOutcome.Refused("no private KEK " + wrapped.kekId() + " here");
        }
        if (!kek.link().equals(link)) {
            return new UnwrapOutcome.Refused("KEK " + kek.kekId() + " is not of link " + link);
        }
        byte[] bytes = wrapped.wrapped();
        if (bytes.length != WRAPPED_BYTES) {
            return new UnwrapOutcome.Refused("wrapped key of " + bytes.length + " bytes, expected " + WRAPPED_BYTES);
        }
        byte[] encapsulation = Arrays.copyOf(bytes, ENCAPSULATION_BYTES);
        byte[] shared;
        try {
            shared = decapsulate(kek, encapsulation);
        } catch (DecapsulateException notAPoint) {
            return new UnwrapOutcome.Refused("encapsulation refused for KEK " + kek.kekId());
        }
        byte[] material = new byte[DataKey.BYTES];
        byte[] sealed = Arrays.copyOfRange(bytes, ENCAPSULATION_BYTES, WRAPPED_BYTES);
        AesGcm aead = new AesGcm(aeadKey(shared, encapsulation));
        if (!aead.decrypt(ZERO_NONCE, boundTo(link, wrapped), sealed, material, 0)) {
            return new UnwrapOutcome.Refused("wrapped key " + wrapped.id() + " does not authenticate");
        }
        return new UnwrapOutcome.Unwrapped(new DataKey(wrapped.id(), KeyMaterial.of(material), wrapped.createdMs()));
    }

    private KEM.Encapsulated encapsulate(PublicKek kek) {
        try {
            return dhkem().newEncapsulator(Rfc8410.x25519PublicKey(kek.x25519()), random)
                    .encapsulate();
        } catch (InvalidKeyException unusable) {
            throw new IllegalStateException("public KEK " + kek.kekId() + " is unusable", unusable);
        }
    }

    private static byte[] decapsulate(PrivateKek kek, byte[] encapsulation) throws DecapsulateException {
        try {
            return dhkem().newDecapsulator(Rfc8410.x25519PrivateKey(kek.x25519()))
                    .decapsulate(encapsulation)
                    .getEncoded();
        } catch (InvalidKeyException unusable) {
            throw new IllegalStateException("private KEK " + kek.kekId() + " is unusable", unusable);
        }
    }

    private static KEM dhkem() {
        try {
            return KEM.getInstance("DHKEM");
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("the JDK has no DHKEM", absent);
        }
    }

    private static KeyMaterial aeadKey(byte[] shared, byte[] encapsulation) {
        return KeyMaterial.of(Hkdf.derive(KeyMaterial.of(shared), encapsulation, LABEL, AesGcm.KEY_BYTES));
    }

    private static byte[] boundTo(Link link, WrappedKey key) {
        byte[] names = (link.origin() + '\0' + link.destination() + '\0' + key.kekId() + '\0')
                .getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(LABEL.length + 1 + names.length + 16 + Long.BYTES)
                .put(LABEL)
                .put((byte) 0)
                .put(names)
                .put(key.id().bytes())
                .putLong(key.createdMs())
                .array();
    }
}
