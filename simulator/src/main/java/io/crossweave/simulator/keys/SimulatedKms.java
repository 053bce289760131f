package io.crossweave.simulator.keys;

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
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/**
 * A cloud's key service as one site sees it: one symmetric key for each link, with which any site wraps and only the link's destination
 * unwraps. It wraps truly, and does not answer at all during an outage. Not the product's keystore, whose curve would take a tenth of a
 * run.
 */
public final class SimulatedKms implements KeyWrapping {
    private static final String DOWN = "the key service is down";
    private static final KeyMaterial ROOT = KeyMaterial.of(new byte[AesGcm.KEY_BYTES]);
    private static final byte[] NO_SALT = {};
    private static final Map<Link, KeyMaterial> KEKS = new ConcurrentHashMap<>();

    private final String region;
    private final Entropy entropy;
    private final BooleanSupplier down;

    public SimulatedKms(String region, Entropy entropy, BooleanSupplier down) {
        this.region = region;
        this.entropy = entropy;
        this.down = down;
    }

    @Override
    public WrapOutcome wrap(Link link, DataKey key) {
        if (down.getAsBoolean()) {
            return new WrapOutcome.Unavailable(DOWN);
        }
        byte[] nonce = entropy.bytes(AesGcm.NONCE_BYTES);
        byte[] content = key.material().reveal(RawKeyUse.WRAP);
        byte[] sealed =
                kek(link).encrypt(nonce, boundTo(link, key.id().bytes(), key.createdMs()), content, 0, content.length);
        byte[] wrapped = ByteBuffer.allocate(nonce.length + sealed.length)
                .put(nonce)
                .put(sealed)
                .array();
        return new WrapOutcome.Wrapped(new WrappedKey(key.id(), link.toString(), wrapped, key.createdMs()));
    }

    @Override
    public UnwrapOutcome unwrap(Link link, WrappedKey wrapped) {
        if (down.getAsBoolean()) {
            return new UnwrapOutcome.Unavailable(DOWN);
        }
        byte[] bytes = wrapped.wrapped();
        boolean fits = bytes.length == AesGcm.NONCE_BYTES + DataKey.BYTES + AesGcm.TAG_BYTES;
        if (!fits || !link.destination().equals(region) || !wrapped.kekId().equals(link.toString())) {
            return new UnwrapOutcome.Refused("nothing that was wrapped for " + region);
        }
        byte[] nonce = Arrays.copyOf(bytes, AesGcm.NONCE_BYTES);
        byte[] sealed = Arrays.copyOfRange(bytes, AesGcm.NONCE_BYTES, bytes.length);
        byte[] material = new byte[DataKey.BYTES];
        byte[] bound = boundTo(link, wrapped.id().bytes(), wrapped.createdMs());
        return kek(link).decrypt(nonce, bound, sealed, material, 0)
                ? new UnwrapOutcome.Unwrapped(new DataKey(wrapped.id(), KeyMaterial.of(material), wrapped.createdMs()))
                : new UnwrapOutcome.Refused("it does not authenticate");
    }

    private static AesGcm kek(Link link) {
        return new AesGcm(KEKS.computeIfAbsent(
                link,
                unseen -> KeyMaterial.of(Hkdf.derive(
                        ROOT, NO_SALT, unseen.toString().getBytes(StandardCharsets.UTF_8), AesGcm.KEY_BYTES))));
    }

    private static byte[] boundTo(Link link, byte[] keyId, long createdMs) {
        byte[] name = link.toString().getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(name.length + keyId.length + Long.BYTES)
                .put(name)
                .put(keyId)
                .putLong(createdMs)
                .array();
    }
}
