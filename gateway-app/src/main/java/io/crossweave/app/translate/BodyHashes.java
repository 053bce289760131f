package io.crossweave.app.translate;

import io.crossweave.core.document.JsonValue;
import io.crossweave.core.document.JsonWriter;
import io.crossweave.core.event.BodyHash;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestOutputStream;
import java.security.MessageDigest;

/** Hashes of what clients sent, by its canonical form: white space and the order of members make no other body. */
final class BodyHashes {
    private BodyHashes() {}

    static BodyHash of(JsonValue request) {
        MessageDigest digest = Sha256.digest();
        try (var out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
            JsonWriter.write(request, out);
        } catch (IOException e) {
            throw new UncheckedIOException("hashing does no input or output", e);
        }
        return BodyHash.of(digest.digest());
    }
}
