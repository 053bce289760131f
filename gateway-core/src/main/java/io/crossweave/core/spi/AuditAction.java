package io.crossweave.core.spi;

/** What can be audited, each under the name that is written down. */
public enum AuditAction {
    /** An operator had a quarantined item tried again. */
    QUARANTINE_REPLAYED("quarantine-replayed"),
    /** An operator declined a quarantined item: its dots are holes here for good. */
    HOLE_DECLINED("hole-declined"),
    /** Somebody settled conflicts: an operator, an app or a resolver. */
    CONFLICTS_SETTLED("conflicts-settled"),
    /** This site follows another policy. */
    POLICY_FOLLOWED("policy-followed"),
    /** A peer's policy changed what is held here. */
    RESTATEMENT_APPLIED("restatement-applied"),
    /** A peer said that it holds no more than this site's policy lets it hold. */
    RESTATEMENT_CONFIRMED("restatement-confirmed"),
    /** Another site is a member from now on. */
    MEMBER_ADDED("member-added"),
    /** A site is no member any more; the facts say how much was still owed to it. */
    MEMBER_RETIRED("member-retired");

    private final String id;

    AuditAction(String id) {
        this.id = id;
    }

    public String id() {
        return id;
    }
}
