package io.crossweave.crypto.suite;

/** Ids of algorithm suites, as written in envelope headers. An id is never given a new meaning. */
public final class Suite {
    /** AES-256-GCM in chunks, per-envelope key and commitment by HKDF-SHA256, Ed25519 over header and chunk root. */
    public static final int ONE = 1;

    private Suite() {}
}
