package io.crossweave.crypto.kms;

/**
 * The right to see raw key bytes, and what for. {@link KeyMaterial#reveal} wants one, so that a search for this name finds every place
 * where a secret leaves its wrapping.
 */
public enum RawKeyUse {
    /** As input of a key derivation. */
    DERIVE,
    /** As the key of a cipher. */
    ENCRYPT,
    /** As the seed of a signature. */
    SIGN,
    /** As the private half of a key agreement. */
    AGREE,
    /** As the content that another key encrypts. */
    WRAP,
    /** To write it into a private file of its owner. */
    STORE
}
