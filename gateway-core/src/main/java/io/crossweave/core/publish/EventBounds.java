package io.crossweave.core.publish;

import io.crossweave.core.document.JsonArray;
import io.crossweave.core.document.JsonBoolean;
import io.crossweave.core.document.JsonNull;
import io.crossweave.core.document.JsonNumber;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonPointer;
import io.crossweave.core.document.JsonString;
import io.crossweave.core.document.JsonValue;
import io.crossweave.core.document.JsonWriter;
import io.crossweave.core.event.Addition;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.model.EntryId;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Whether a finished change can travel: what passes here can be encoded, sealed and read again within the limits of every step behind
 * it, so that none of them has to fail after the commit. A document of the largest size may still be too much with what is patched into
 * its arrays, since an array is written anew as one value.
 */
final class EventBounds {
    /** What an entry or a removal takes beside its value, class and path: counts, kind, lengths. */
    private static final int ENTRY_BYTES = 24;
    /** A place in the list of removals, and the count of such places. */
    private static final int REPLACED_BYTES = 4;
    /** The longest form of a UTF-16 unit in a JSON string. */
    private static final int ESCAPE_BYTES = 6;

    private EventBounds() {}

    static void require(List<Addition> additions, List<EntryId> removals) throws InvalidChangeException {
        if (removals.size() > Limits.EVENT_ENTRIES_MAX) {
            throw new InvalidChangeException(
                    JsonPointer.ROOT,
                    "one change removes at most " + Limits.EVENT_ENTRIES_MAX + " values, not " + removals.size());
        }
        long replaced = 0;
        for (Addition addition : additions) {
            replaced += addition.replaces().size();
        }
        if (replaced > Limits.EVENT_ENTRIES_MAX) {
            throw new InvalidChangeException(
                    JsonPointer.ROOT,
                    "the values of one change replace at most " + Limits.EVENT_ENTRIES_MAX + " others, not "
                            + replaced);
        }
        // Counting exactly means encoding: only what could be too large by a rough count is worth that.
        if (bytesAtMost(additions, removals) > Limits.DOCUMENT_BYTES_MAX) {
            requireExactly(additions, removals);
        }
    }

    private static void requireExactly(List<Addition> additions, List<EntryId> removals) throws InvalidChangeException {
        long bytes = (long) ENTRY_BYTES * removals.size();
        JsonPointer before = JsonPointer.ROOT;
        for (Addition addition : additions) {
            long valueBytes = encodedBytes(addition.value());
            if (valueBytes > Limits.DOCUMENT_BYTES_MAX) {
                throw new InvalidChangeException(
                        addition.path(),
                        "a value has at most " + Limits.DOCUMENT_BYTES_MAX + " bytes, not " + valueBytes);
            }
            bytes += ENTRY_BYTES + valueBytes + utf8Bytes(addition.classification());
            bytes += (long) REPLACED_BYTES * addition.replaces().size();
            bytes += ownTokenBytes(addition.path(), before);
            before = addition.path();
        }
        if (bytes > Limits.CHANGE_BYTES_MAX) {
            throw new InvalidChangeException(
                    JsonPointer.ROOT, "one change has at most " + Limits.CHANGE_BYTES_MAX + " bytes, not " + bytes);
        }
    }

    private static long bytesAtMost(List<Addition> additions, List<EntryId> removals) {
        long bytes = (long) ENTRY_BYTES * removals.size();
        for (Addition addition : additions) {
            bytes += ENTRY_BYTES + bytesAtMost(addition.value());
            bytes += (long) REPLACED_BYTES * addition.replaces().size();
            bytes += (long) ESCAPE_BYTES * addition.classification().length();
            for (int i = 0; i < addition.path().depth(); i++) {
                bytes += (long) ESCAPE_BYTES * (1 + addition.path().token(i).length());
            }
        }
        return bytes;
    }

    /** Roughly the bytes of a value, and never less than it has. */
    static long bytesAtMost(JsonValue value) {
        return switch (value) {
            case JsonNull _, JsonBoolean _ -> ESCAPE_BYTES;
            case JsonNumber number -> 1L + number.literal().length();
            case JsonString(String text) -> ESCAPE_BYTES * (1L + text.length());
            case JsonArray array -> {
                long bytes = 2;
                for (JsonValue element : array) {
                    bytes += 1 + bytesAtMost(element);
                }
                yield bytes;
            }
            case JsonObject object -> {
                long bytes = 2;
                for (Map.Entry<String, JsonValue> member : object.members()) {
                    bytes += ESCAPE_BYTES * (1L + member.getKey().length()) + bytesAtMost(member.getValue());
                }
                yield bytes;
            }
        };
    }

    /** Paths are written as steps from the one before. */
    private static long ownTokenBytes(JsonPointer path, JsonPointer before) {
        int shared = 0;
        while (shared < Math.min(path.depth(), before.depth())
                && path.token(shared).equals(before.token(shared))) {
            shared++;
        }
        long bytes = 0;
        for (int i = shared; i < path.depth(); i++) {
            bytes += ESCAPE_BYTES + utf8Bytes(path.token(i));
        }
        return bytes;
    }

    private static long utf8Bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static long encodedBytes(JsonValue value) {
        var counter = new ByteCounter();
        try {
            JsonWriter.write(value, counter);
        } catch (IOException e) {
            throw new UncheckedIOException("counting bytes can't fail", e);
        }
        return counter.bytes;
    }

    private static final class ByteCounter extends OutputStream {
        private long bytes;

        @Override
        public void write(int single) {
            bytes++;
        }

        @Override
        public void write(byte[] from, int offset, int length) {
            bytes += length;
        }
    }
}
