package io.crossweave.stores.rocksdb;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A store can't be opened or read: it is damaged, in use by another process, or its disk fails. The message says which and why. */
public final class StoreUnusableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StoreUnusableException(Path directory, String reason, @Nullable Throwable cause) {
        super("store " + directory + ": " + reason, cause);
    }

    StoreUnusableException(Path directory, String reason) {
        this(directory, reason, null);
    }
}
