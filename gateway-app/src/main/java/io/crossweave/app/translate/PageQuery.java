package io.crossweave.app.translate;

import io.crossweave.app.AppLimits;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which page of a list is asked for. Cursors are opaque to callers: base64url of what the list's next page begins after.
 *
 * @param after empty for the first page
 */
public record PageQuery(String after, int limit) {
    public static PageQuery read(ReadQuery.Parameters parameters) {
        return new PageQuery(after(parameters.get("after")), limit(parameters.get("limit")));
    }

    public static String cursor(String after) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(after.getBytes(StandardCharsets.UTF_8));
    }

    /** The cursor as a number: for lists by sequence. Zero for the first page. */
    public long afterSequence() {
        return after.isEmpty()
                ? 0
                : sequence(after).orElseThrow(() -> ReadQuery.malformed("after", "is no cursor of this list"));
    }

    private static Optional<Long> sequence(String text) {
        try {
            long number = Long.parseLong(text);
            return number >= 0 ? Optional.of(number) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static int limit(@Nullable String text) {
        if (text == null) {
            return AppLimits.LIST_ITEMS_DEFAULT;
        }
        int asked = Numbers.within(1, Integer.MAX_VALUE, text)
                .orElseThrow(() -> ReadQuery.malformed("limit", "is a number from 1"));
        return Math.min(asked, AppLimits.LIST_ITEMS_MAX);
    }

    private static String after(@Nullable String cursor) {
        if (cursor == null) {
            return "";
        }
        try {
            byte[] decoded = Base64.getUrlDecoder().decode(cursor);
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(decoded))
                    .toString();
        } catch (IllegalArgumentException | CharacterCodingException e) {
            throw ReadQuery.malformed("after", "is no cursor of this list");
        }
    }
}
