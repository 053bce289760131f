package io.crossweave.crypto.keystore;

import java.io.Serial;
import java.nio.file.Path;

/** A key file that is missing, unreadable or wrong; the message names it and says what is expected. */
public final class KeyDirectoryException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    KeyDirectoryException(Path file, String reason) {
        super("key file " + file + ": " + reason);
    }

    KeyDirectoryException(Path file, String reason, Throwable cause) {
        super("key file " + file + ": " + reason, cause);
    }
}
