/**
 * The embedded default of key keeping, with no key service: {@link io.crossweave.crypto.keystore.KeyDirectory} makes and reads the key
 * files of sites, {@link io.crossweave.crypto.keystore.SiteKeys} is what one site may hold of them, and
 * {@link io.crossweave.crypto.keystore.LocalKeystore} wraps and unwraps data keys with them. Private keys of a destination are never
 * loaded at an origin. Nothing here seals envelopes: {@code seal} and {@code open} do, through {@code kms.KeyWrapping}.
 */
@NullMarked
package io.crossweave.crypto.keystore;

import org.jspecify.annotations.NullMarked;
