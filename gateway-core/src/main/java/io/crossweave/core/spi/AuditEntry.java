package io.crossweave.core.spi;

import io.crossweave.core.model.ContextKey;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One thing that was done.
 *
 * @param atMs the site clock, milliseconds since the epoch
 * @param actor the subject of the token that asked for it; {@link #SITE} where nobody did
 * @param context the context that it was done to; null where it was none
 * @param facts what else is to be known of it, by name: dots, reasons, counts; never a value, label or path of a context
 */
public record AuditEntry(
        long atMs,
        AuditAction action,
        String actor,
        @Nullable ContextKey context,
        SortedMap<String, String> facts) {
    /** The actor of what a site does on its own. */
    public static final String SITE = "site";

    public AuditEntry {
        facts = Collections.unmodifiableSortedMap(new TreeMap<>(facts));
    }
}
