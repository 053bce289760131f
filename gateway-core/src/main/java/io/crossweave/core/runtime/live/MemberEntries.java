package io.crossweave.core.runtime.live;

import io.crossweave.core.spi.AuditAction;
import io.crossweave.core.spi.AuditEntry;
import java.util.Map;
import java.util.TreeMap;

/** What is written down of members that come and go. */
final class MemberEntries {
    private static final String MEMBER = "member";

    private MemberEntries() {}

    static AuditEntry added(String region, long nowMs) {
        return new AuditEntry(
                nowMs, AuditAction.MEMBER_ADDED, AuditEntry.SITE, null, new TreeMap<>(Map.of(MEMBER, region)));
    }

    static AuditEntry retired(String region, long owed, long nowMs) {
        var facts = new TreeMap<>(Map.of(MEMBER, region, "unconfirmed", Long.toString(owed)));
        return new AuditEntry(nowMs, AuditAction.MEMBER_RETIRED, AuditEntry.SITE, null, facts);
    }
}
