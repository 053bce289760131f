package io.crossweave.core.causality;

import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.Dot;
import io.crossweave.core.model.SiteId;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.CRC32C;

/**
 * The public, opaque form of a version vector, bound to its tenant and context: base64url of a format byte, a CRC-32C over the context's
 * name and the vector (so that a token of another context, or a damaged one, is refused), and the vector.
 */
public final class VersionToken {
    private static final int FORMAT = 1;
    /** The same, with the news that what the context had at this version has expired: a watch resumed from it does not tell that again. */
    private static final int FORMAT_EXPIRED = 2;

    private static final int SITES_MAX = 1_024;

    private VersionToken() {}

    /** A token that can't be read, or that belongs to another context. */
    public static final class InvalidTokenException extends Exception {
        private static final long serialVersionUID = 1L;

        InvalidTokenException(String reason) {
            super(reason);
        }
    }

    public static String encode(ContextKey key, VersionVector vector) {
        return encode(FORMAT, key, vector);
    }

    /** A token of the same version, given to one who was told that it has expired. */
    public static String encodeExpired(ContextKey key, VersionVector vector) {
        return encode(FORMAT_EXPIRED, key, vector);
    }

    private static String encode(int format, ContextKey key, VersionVector vector) {
        byte[] body = body(vector);
        byte[] token = ByteBuffer.allocate(5 + body.length)
                .put((byte) format)
                .putInt(check(key, body))
                .put(body)
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
    }

    public static VersionVector decode(ContextKey key, String text) throws InvalidTokenException {
        try {
            ByteBuffer token = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
            int format = token.get();
            if (format != FORMAT && format != FORMAT_EXPIRED) {
                throw new InvalidTokenException("version token of an unknown format");
            }
            int check = token.getInt();
            byte[] body = new byte[token.remaining()];
            token.get(body);
            if (check != check(key, body)) {
                throw new InvalidTokenException("version token does not belong to this context");
            }
            return vector(ByteBuffer.wrap(body));
        } catch (IllegalArgumentException | BufferUnderflowException e) {
            throw new InvalidTokenException("version token can't be read");
        }
    }

    /** Whether a token that can be read says that its version has expired. */
    public static boolean isExpired(String text) {
        return Base64.getUrlDecoder().decode(text)[0] == FORMAT_EXPIRED;
    }

    private static byte[] body(VersionVector vector) {
        var bytes = new ByteArrayOutputStream(32 * vector.size() + 2);
        try (var out = new DataOutputStream(bytes)) {
            out.writeShort(vector.size());
            for (int i = 0; i < vector.size(); i++) {
                byte[] region = vector.siteAt(i).region().getBytes(StandardCharsets.US_ASCII);
                out.writeByte(region.length);
                out.write(region);
                out.writeLong(vector.siteAt(i).incarnation());
                out.writeLong(vector.counterAt(i));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a byte array can't fail", e);
        }
        return bytes.toByteArray();
    }

    private static VersionVector vector(ByteBuffer body) throws InvalidTokenException {
        VersionVector vector = VersionVector.EMPTY;
        int sites = body.getShort();
        if (sites < 0 || sites > SITES_MAX) {
            throw new InvalidTokenException("version token with " + sites + " sites");
        }
        for (int i = 0; i < sites; i++) {
            byte[] region = new byte[Byte.toUnsignedInt(body.get())];
            body.get(region);
            var dot =
                    new Dot(new SiteId(new String(region, StandardCharsets.US_ASCII), body.getLong()), body.getLong());
            if (i > 0 && vector.siteAt(i - 1).compareTo(dot.site()) >= 0) {
                throw new InvalidTokenException("version token with sites out of order");
            }
            vector = vector.with(dot.site(), dot.counter());
        }
        if (body.hasRemaining()) {
            throw new InvalidTokenException("version token with bytes behind its vector");
        }
        return vector;
    }

    private static int check(ContextKey key, byte[] body) {
        var crc = new CRC32C();
        for (String part : new String[] {key.tenant(), key.type(), key.id()}) {
            crc.update(part.getBytes(StandardCharsets.UTF_8));
            crc.update(0);
        }
        crc.update(body);
        return (int) crc.getValue();
    }
}
