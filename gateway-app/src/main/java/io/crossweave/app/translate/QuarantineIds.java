package io.crossweave.app.translate;

import io.crossweave.app.problem.ProblemException;
import io.crossweave.app.problem.ProblemType;
import io.crossweave.core.gateway.QuarantineEntry;
import io.crossweave.core.gateway.QuarantineId;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.Dot;
import io.crossweave.core.model.SiteId;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Names of quarantined items. They are opaque to callers, and say no tenant: that comes from the token alone, so that nobody can name an
 * item of another one.
 */
public final class QuarantineIds {
    private static final int PARTS = 5;
    private static final int HEX = 16;

    private QuarantineIds() {}

    public static String encode(QuarantineId id) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(plain(id).getBytes(StandardCharsets.UTF_8));
    }

    /** Ends the request with 404 where the text names nothing. */
    public static QuarantineId required(String tenant, String text) {
        return decoded(text).flatMap(plain -> of(tenant, plain)).orElseThrow(QuarantineIds::absent);
    }

    public static ProblemException absent() {
        return ProblemException.of(ProblemType.NOT_FOUND, "there is no such item in quarantine");
    }

    /** The item that a page of the list begins behind; null for the first page. */
    public static @Nullable QuarantineId after(String tenant, PageQuery page) {
        return page.after().isEmpty()
                ? null
                : of(tenant, page.after()).orElseThrow(() -> ReadQuery.malformed("after", "is no cursor of this list"));
    }

    /** What a cursor is made of. */
    public static String plain(QuarantineEntry entry) {
        return plain(entry.id());
    }

    private static String plain(QuarantineId id) {
        SiteId site = id.dot().site();
        return String.join(
                "/",
                id.key().type(),
                id.key().id(),
                site.region(),
                Long.toHexString(site.incarnation()),
                Long.toString(id.dot().counter()));
    }

    private static Optional<String> decoded(String text) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(text);
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (IllegalArgumentException | CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static Optional<QuarantineId> of(String tenant, String plain) {
        String[] parts = plain.split("/", -1);
        if (parts.length != PARTS) {
            return Optional.empty();
        }
        try {
            var site = new SiteId(parts[2], Long.parseUnsignedLong(parts[3], HEX));
            var key = new ContextKey(tenant, parts[0], parts[1]);
            return Optional.of(new QuarantineId(key, new Dot(site, Long.parseLong(parts[4]))));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
