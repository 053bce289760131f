/**
 * The way out: a draft becomes a sealed and signed envelope for one destination. {@link io.crossweave.crypto.seal.LinkSealer} takes the
 * link's data key, which {@code kms.KeyWrapping} wrapped before its first use, seals by {@code suite}, signs by {@code sign}; the core's
 * {@code wire} then cuts the envelope into frames. No clock and no randomness of its own: both arrive as arguments. No key means
 * {@code NoKey}, and nothing leaves.
 */
@NullMarked
package io.crossweave.crypto.seal;

import org.jspecify.annotations.NullMarked;
