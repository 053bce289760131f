package io.crossweave.app.watch;

import io.crossweave.app.translate.EntityTags;
import io.crossweave.core.causality.VersionToken;
import io.crossweave.core.causality.VersionVector;
import io.crossweave.core.model.ContextKey;
import org.jspecify.annotations.Nullable;

/**
 * What a client that comes back was told last.
 *
 * @param expired whether it was told that what it had at this version has expired
 */
public record LastSeen(VersionVector version, boolean expired) {
    /** Of {@code Last-Event-ID}; null where there is none. */
    public static @Nullable LastSeen read(ContextKey key, @Nullable String lastEventId) {
        if (lastEventId == null || lastEventId.isBlank()) {
            return null;
        }
        String token = lastEventId.strip();
        VersionVector version = EntityTags.required(key, "Last-Event-ID", token);
        return new LastSeen(version, VersionToken.isExpired(token.replace("\"", "")));
    }
}
