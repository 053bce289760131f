package io.crossweave.app.translate;

import org.jspecify.annotations.Nullable;

/** A request's headers by name, whatever its case; null where there is none. */
@FunctionalInterface
public interface RequestHeaders {
    @Nullable
    String get(String name);
}
