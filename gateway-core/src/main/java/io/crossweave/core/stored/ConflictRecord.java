package io.crossweave.core.stored;

import io.crossweave.core.document.JsonPointer;
import io.crossweave.core.model.ConflictId;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.Dot;
import io.crossweave.core.model.EntryId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Two events that wrote to one place and of which neither superseded what the other wrote (L6).
 *
 * @param path where they meet: the path that both wrote, or the upper one of two; the root for a delete
 * @param left the side with the lesser dot
 */
public record ConflictRecord(ContextKey key, JsonPointer path, ConflictSide left, ConflictSide right) {
    public ConflictRecord {
        if (left.dot().compareTo(right.dot()) >= 0) {
            throw new IllegalArgumentException("the sides of a conflict are ordered by dot");
        }
    }

    public static ConflictRecord of(ContextKey key, JsonPointer path, ConflictSide one, ConflictSide other) {
        return one.dot().compareTo(other.dot()) < 0
                ? new ConflictRecord(key, path, one, other)
                : new ConflictRecord(key, path, other, one);
    }

    public ConflictId id() {
        return id(key, path, left.dot(), right.dot());
    }

    /** The id of a conflict between two dots at a path: SHA-256 over the context, the path and the dots, ascending; its first half. */
    public static ConflictId id(ContextKey key, JsonPointer path, Dot one, Dot other) {
        boolean ordered = one.compareTo(other) < 0;
        List<String> parts = List.of(
                key.tenant(),
                key.type(),
                key.id(),
                path.toString(),
                (ordered ? one : other).toString(),
                (ordered ? other : one).toString());
        try {
            var sha = MessageDigest.getInstance("SHA-256");
            for (String part : parts) {
                byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
                sha.update(new byte[] {
                    (byte) (bytes.length >>> 24),
                    (byte) (bytes.length >>> 16),
                    (byte) (bytes.length >>> 8),
                    (byte) bytes.length
                });
                sha.update(bytes);
            }
            return new ConflictId(HexFormat.of().formatHex(sha.digest(), 0, ConflictId.DIGITS / 2));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    public boolean concerns(Dot dot) {
        return left.dot().equals(dot) || right.dot().equals(dot);
    }

    public ConflictSide side(Dot dot) {
        return left.dot().equals(dot) ? left : right;
    }

    public ConflictSide other(Dot dot) {
        return left.dot().equals(dot) ? right : left;
    }

    /** The side that was made later. */
    public ConflictSide later() {
        return left.stamp().compareTo(right.stamp()) > 0 ? left : right;
    }

    public ConflictSide earlier() {
        return other(later().dot());
    }

    /**
     * The event that settled it; null while something stands on both sides. Two reconciliations don't wait for a third: the later one
     * settles.
     */
    public @Nullable Supersession settled() {
        if (left.reconciles() && right.reconciles()) {
            return later().stamp();
        }
        Supersession one = left.superseded();
        Supersession other = right.superseded();
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.compareTo(other) < 0 ? one : other;
    }

    public boolean isOpen() {
        return settled() == null;
    }

    /** With one more entry on one of its sides. */
    public ConflictRecord with(Dot dot, ConflictPart part) {
        return replace(side(dot).with(part));
    }

    /** After an event that has seen both sides superseded one of the entries. */
    public ConflictRecord superseded(EntryId id, Supersession event) {
        return replace(side(id.dot()).superseded(id.ordinal(), event));
    }

    /** After an entry was superseded by an event that has not seen the other side; null where that was all of its side. */
    public @Nullable ConflictRecord without(EntryId id) {
        ConflictSide less = side(id.dot()).without(id.ordinal());
        return less == null ? null : replace(less);
    }

    /** Roughly, of the values that both sides keep. */
    public long bytes() {
        return left.bytes() + right.bytes();
    }

    /** The same without what was written. */
    public ConflictRecord withoutValues() {
        return new ConflictRecord(key, path, left.withoutValues(), right.withoutValues());
    }

    private ConflictRecord replace(ConflictSide side) {
        return left.dot().equals(side.dot())
                ? new ConflictRecord(key, path, side, right)
                : new ConflictRecord(key, path, left, side);
    }
}
