package io.crossweave.crypto;

import io.crossweave.core.spi.EnvelopeOpener;
import io.crossweave.core.spi.EnvelopeSealer;
import io.crossweave.crypto.keystore.LocalKeystore;
import io.crossweave.crypto.keystore.SiteKeys;
import io.crossweave.crypto.kms.Entropy;
import io.crossweave.crypto.kms.KeyWrapping;
import io.crossweave.crypto.open.LinkOpener;
import io.crossweave.crypto.seal.DataKeyLife;
import io.crossweave.crypto.seal.LinkSealer;
import io.crossweave.crypto.sign.Signatures;

/** The sealing and the opening of one site. */
public record SiteCrypto(EnvelopeSealer sealer, EnvelopeOpener opener) {
    /** With keys from files, and data keys wrapped by them too. */
    public static SiteCrypto local(SiteKeys keys, Entropy entropy) {
        return with(keys, new LocalKeystore(keys.wrapping(), keys.unwrapping(), entropy), entropy);
    }

    /** With signing keys from files, and data keys wrapped by the given key service. */
    public static SiteCrypto with(SiteKeys keys, KeyWrapping wrapping, Entropy entropy) {
        return new SiteCrypto(
                new LinkSealer(keys.region(), keys.signing(), wrapping, entropy, DataKeyLife.STANDARD),
                new LinkOpener(keys.region(), new Signatures(keys.trusted()), wrapping));
    }
}
