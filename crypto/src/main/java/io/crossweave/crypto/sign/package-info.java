/**
 * Who signed: Ed25519 signatures of this site and the check of its peers'. Keys come from {@code keystore} (or another keeper) through
 * {@link io.crossweave.crypto.sign.SigningKey} and {@link io.crossweave.crypto.sign.TrustedKeys}. What is signed is laid out by the
 * core's {@code wire}. No network, no files.
 */
@NullMarked
package io.crossweave.crypto.sign;

import org.jspecify.annotations.NullMarked;
