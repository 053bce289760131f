package io.crossweave.app.watch;

import io.crossweave.app.problem.ProblemException;
import io.crossweave.app.problem.ProblemType;
import io.crossweave.core.gateway.TypeChanges;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Where a watch of a type is, as its events' ids tell it: opaque to clients, and good at this site in this run of it only. */
public final class TypePosition {
    private static final String BETWEEN = "/";

    private TypePosition() {}

    static String encode(TypeChanges changes, long position) {
        String text = changes.order() + BETWEEN + position;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Of {@code Last-Event-ID}; -1 where there is none. Ends the request with 410 where what follows it is not known here. */
    public static long read(TypeChanges changes, @Nullable String lastEventId) {
        if (lastEventId == null || lastEventId.isBlank()) {
            return -1;
        }
        String text = decoded(lastEventId.strip());
        int end = text.lastIndexOf(BETWEEN);
        if (end < 0 || !text.substring(0, end).equals(changes.order())) {
            throw gone();
        }
        long position;
        try {
            position = Long.parseLong(text.substring(end + 1));
        } catch (NumberFormatException e) {
            throw gone();
        }
        if (position < 0 || changes.between(position, position).isEmpty()) {
            throw gone();
        }
        return position;
    }

    private static String decoded(String id) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(id);
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (IllegalArgumentException | CharacterCodingException e) {
            throw gone();
        }
    }

    private static ProblemException gone() {
        return ProblemException.of(
                ProblemType.POSITION_GONE,
                "what follows this Last-Event-ID is not known at this site; begin again without one");
    }
}
