package io.crossweave.crypto.seal;

import io.crossweave.crypto.kms.DataKey;

/** A data key for one envelope, or why there is none now. */
sealed interface KeyGrant {
    record Granted(DataKey key) implements KeyGrant {}

    record None(String reason) implements KeyGrant {}
}
