package io.crossweave.app.translate;

import io.crossweave.app.security.Caller;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Event ids for changes that bring none. */
final class EventIds {
    /** Tells derived ids from apps' own. */
    private static final String DERIVED = "key.";

    private EventIds() {}

    /**
     * An idempotency key is the principal's own, an event id is the context's: hashing both keeps one principal's keys from meeting another's.
     */
    static String of(Caller caller, @Nullable String idempotencyKey) {
        if (idempotencyKey == null) {
            return UUID.randomUUID().toString();
        }
        MessageDigest digest = Sha256.digest();
        byte[] subject = caller.subject().getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(subject.length).array());
        digest.update(subject);
        digest.update(idempotencyKey.getBytes(StandardCharsets.UTF_8));
        return DERIVED + Base64.getUrlEncoder().withoutPadding().encodeToString(digest.digest());
    }
}
