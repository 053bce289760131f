package io.crossweave.core.gateway;

import java.util.List;

/** The search for silent differences, and their mending (L14). */
public interface Repairs {
    /** Looks through this site's store, and compares its entries with what every peer holds of them, as soon as it can. */
    void start();

    /** Contexts of which something was found damaged in this store, since the start. */
    long damaged();

    /** How it stands, by peer. */
    List<RepairStatus> status();
}
