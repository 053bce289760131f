package io.crossweave.core.context;

import io.crossweave.core.limits.Limits;

/**
 * How much a context lane keeps in quarantine.
 *
 * @param itemsMax items
 * @param bytesMax their approximate bytes; one larger item is let in alone
 */
public record QuarantineBounds(int itemsMax, long bytesMax) {
    public static final QuarantineBounds DEFAULT =
            new QuarantineBounds(Limits.QUARANTINE_ITEMS_MAX, Limits.QUARANTINE_BYTES_MAX);
}
