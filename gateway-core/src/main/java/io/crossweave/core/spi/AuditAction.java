package io.crossweave.core.spi;

/** What can be audited, each under the name that is written down. */
public enum AuditAction {
    /** An operator had a quarantined item tried again. */
    QUARANTINE_REPLAYED("quarantine-replayed"),
    /** An operator declined a quarantined item: its dots are holes here for good. */
    HOLE_DECLINED("hole-declined");

    private final String id;

    AuditAction(String id) {
        this.id = id;
    }

    public String id() {
        return id;
    }
}
