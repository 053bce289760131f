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
import java.util.function.Consumer;

/**
 * The sealing and the opening of one site.
 *
 * @param followed takes other keys of the same site, as links come and go
 */
public record SiteCrypto(EnvelopeSealer sealer, EnvelopeOpener opener, Consumer<SiteKeys> followed) {
    /** With keys from files, and data keys wrapped by them too. */
    public static SiteCrypto local(SiteKeys keys, Entropy entropy) {
        var keystore = new LocalKeystore(keys.wrapping(), keys.unwrapping(), entropy);
        SiteCrypto crypto = with(keys, keystore, entropy);
        return new SiteCrypto(
                crypto.sealer(),
                crypto.opener(),
                crypto.followed().andThen(now -> keystore.follow(now.wrapping(), now.unwrapping())));
    }

    /** With signing keys from files, and data keys wrapped by the given key service. */
    public static SiteCrypto with(SiteKeys keys, KeyWrapping wrapping, Entropy entropy) {
        var signatures = new Signatures(keys.trusted());
        return new SiteCrypto(
                new LinkSealer(keys.region(), keys.signing(), wrapping, entropy, DataKeyLife.STANDARD),
                new LinkOpener(keys.region(), signatures, wrapping),
                now -> signatures.trust(now.trusted()));
    }

    /** Trusts and wraps for those whose keys are there now; this site signs as before until it starts again. */
    public void follow(SiteKeys keys) {
        followed.accept(keys);
    }
}
