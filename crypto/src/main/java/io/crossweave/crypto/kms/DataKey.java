package io.crossweave.crypto.kms;

/**
 * A symmetric key of one link, under which envelopes are sealed.
 *
 * @param material 32 bytes
 * @param createdMs the origin's site time at which it was made
 */
public record DataKey(DataKeyId id, KeyMaterial material, long createdMs) {
    public static final int BYTES = 32;

    public DataKey {
        if (material.size() != BYTES) {
            throw new IllegalArgumentException("data key of " + material.size() + " bytes, expected " + BYTES);
        }
    }
}
