package io.crossweave.crypto.keystore;

import io.crossweave.crypto.sign.SigningKey;
import io.crossweave.crypto.sign.TrustedKeys;
import java.util.List;

/**
 * All the keys that one site may hold.
 *
 * @param region whose they are
 * @param signing signs what this site sends
 * @param trusted the public signing keys of all sites
 * @param wrapping one public KEK for each link that leaves this site
 * @param unwrapping the private KEKs of the links that lead to this site
 */
public record SiteKeys(
        String region, SigningKey signing, TrustedKeys trusted, List<PublicKek> wrapping, List<PrivateKek> unwrapping) {
    public SiteKeys {
        wrapping = List.copyOf(wrapping);
        unwrapping = List.copyOf(unwrapping);
    }
}
