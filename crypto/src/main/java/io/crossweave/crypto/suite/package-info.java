/**
 * The algorithms of envelope suite 1: HKDF-SHA256 for the per-envelope secrets and AES-256-GCM in chunks. Pure functions of their
 * arguments: no clock, no randomness, no state beyond one envelope. {@code seal} and {@code open} use it, {@code keystore} its parts.
 */
@NullMarked
package io.crossweave.crypto.suite;

import org.jspecify.annotations.NullMarked;
