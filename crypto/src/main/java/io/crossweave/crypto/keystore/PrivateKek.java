package io.crossweave.crypto.keystore;

import io.crossweave.crypto.kms.KeyMaterial;
import io.crossweave.crypto.kms.Link;

/**
 * The private half of a link's key-encryption key: only the link's destination holds it.
 *
 * @param x25519 32 bytes, RFC 7748
 */
public record PrivateKek(Link link, String kekId, KeyMaterial x25519) {}
