/**
 * Keys and their wrapping: the SPI {@link io.crossweave.crypto.kms.KeyWrapping} behind which every key service stands, the types that
 * it speaks in, and the body in which wrapped keys travel. Raw key bytes live only in {@link io.crossweave.crypto.kms.KeyMaterial} and
 * leave it only for a named {@link io.crossweave.crypto.kms.RawKeyUse}. No cipher here and no key service: {@code keystore} and the
 * cloud adapters implement the SPI, {@code seal} wraps through it and {@code open} unwraps.
 */
@NullMarked
package io.crossweave.crypto.kms;

import org.jspecify.annotations.NullMarked;
