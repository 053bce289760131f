/**
 * Cryptography of links. {@link io.crossweave.crypto.SiteCrypto} puts a site's parts together; {@code seal} is the way out, {@code open}
 * the way in, {@code suite} the algorithms, {@code sign} the signatures, {@code kms} keys and their wrapping, {@code keystore} the keys
 * of a site without a key service. Nothing here sends, stores or logs.
 */
@NullMarked
package io.crossweave.crypto;

import org.jspecify.annotations.NullMarked;
