package io.crossweave.crypto.kms;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The body of a KEY envelope: wrapped data keys, signed with the envelope and not sealed.
 *
 * <p>Layout, big endian: {@code version u8 = 1, count u8, count × (data-key id 16 bytes, created ms i64, KEK id length u16, KEK id in
 * UTF-8, wrapped length u16, wrapped bytes)}, and nothing after it.
 */
public final class KeyBody {
    /** Keys in one body: the current one, the next, and recent ones whose frames may still wait in a broker. */
    public static final int KEYS_MAX = 16;
    /** Bytes of a KEK id: the longest are ARNs and versioned key URLs. */
    public static final int KEK_ID_BYTES_MAX = 512;
    /** Bytes of a wrapped key: RSA-4096 and post-quantum encapsulations fit. */
    public static final int WRAPPED_BYTES_MAX = 2_048;

    private static final int VERSION = 1;
    private static final int ENTRY_FIXED_BYTES = DataKeyId.BYTES + Long.BYTES + 2 * Short.BYTES;

    private KeyBody() {}

    public static byte[] encode(List<WrappedKey> keys) {
        if (keys.size() > KEYS_MAX) {
            throw new IllegalArgumentException(keys.size() + " keys exceed " + KEYS_MAX + " of one body");
        }
        int size = 2;
        for (WrappedKey key : keys) {
            size += ENTRY_FIXED_BYTES + kekId(key).length + key.wrapped().length;
        }
        ByteBuffer out = ByteBuffer.allocate(size).put((byte) VERSION).put((byte) keys.size());
        for (WrappedKey key : keys) {
            byte[] kekId = kekId(key);
            byte[] wrapped = key.wrapped();
            require(kekId.length, KEK_ID_BYTES_MAX, "KEK id");
            require(wrapped.length, WRAPPED_BYTES_MAX, "wrapped key");
            out.put(key.id().bytes()).putLong(key.createdMs());
            out.putShort((short) kekId.length).put(kekId);
            out.putShort((short) wrapped.length).put(wrapped);
        }
        return out.array();
    }

    /** The keys, or empty when the body is not of this layout: a signed body that isn't comes from a broken or newer peer. */
    public static Optional<List<WrappedKey>> decode(byte[] body) {
        ByteBuffer in = ByteBuffer.wrap(body);
        if (in.remaining() < 2 || in.get() != VERSION) {
            return Optional.empty();
        }
        int count = Byte.toUnsignedInt(in.get());
        if (count > KEYS_MAX) {
            return Optional.empty();
        }
        List<WrappedKey> keys = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            if (in.remaining() < ENTRY_FIXED_BYTES) {
                return Optional.empty();
            }
            DataKeyId id = new DataKeyId(in.getLong(), in.getLong());
            long createdMs = in.getLong();
            Optional<byte[]> kekId = sized(in, KEK_ID_BYTES_MAX);
            Optional<byte[]> wrapped = kekId.isEmpty() ? Optional.empty() : sized(in, WRAPPED_BYTES_MAX);
            if (wrapped.isEmpty()) {
                return Optional.empty();
            }
            keys.add(new WrappedKey(id, new String(kekId.get(), StandardCharsets.UTF_8), wrapped.get(), createdMs));
        }
        return in.hasRemaining() ? Optional.empty() : Optional.of(keys);
    }

    private static Optional<byte[]> sized(ByteBuffer in, int bytesMax) {
        if (in.remaining() < Short.BYTES) {
            return Optional.empty();
        }
        int length = Short.toUnsignedInt(in.getShort());
        if (length > bytesMax || length > in.remaining()) {
            return Optional.empty();
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return Optional.of(bytes);
    }

    private static byte[] kekId(WrappedKey key) {
        return key.kekId().getBytes(StandardCharsets.UTF_8);
    }

    private static void require(int length, int bytesMax, String what) {
        if (length > bytesMax) {
            throw new IllegalArgumentException(what + " of " + length + " bytes exceeds " + bytesMax);
        }
    }
}
