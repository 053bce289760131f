package io.crossweave.crypto.keystore;

import io.crossweave.crypto.kms.Link;
import java.util.Arrays;
import java.util.Objects;

/** The public half of a link's key-encryption key: with it one can wrap, and not unwrap. */
public final class PublicKek {
    private final Link link;
    private final String kekId;
    private final byte[] x25519;

    /**
     * Takes a copy of the bytes.
     *
     * @param x25519 32 bytes, RFC 7748
     */
    public PublicKek(Link link, String kekId, byte[] x25519) {
        this.link = link;
        this.kekId = kekId;
        this.x25519 = x25519.clone();
    }

    public Link link() {
        return link;
    }

    public String kekId() {
        return kekId;
    }

    public byte[] x25519() {
        return x25519.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PublicKek that
                && link.equals(that.link)
                && kekId.equals(that.kekId)
                && Arrays.equals(x25519, that.x25519);
    }

    @Override
    public int hashCode() {
        return Objects.hash(link, kekId, Arrays.hashCode(x25519));
    }

    @Override
    public String toString() {
        return "PublicKek[" + kekId + "]";
    }
}
