package io.crossweave.core.runtime.live;

import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.SiteId;
import io.crossweave.core.spi.AuditEntry;
import io.crossweave.core.spi.AuditSink;
import java.util.HexFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Audit entries as lines of the log, under a logger of their own. A context is named by its fingerprint, not by its id. */
public final class LoggedAudit implements AuditSink {
    private static final Logger LOG = LoggerFactory.getLogger("io.crossweave.audit");

    private static final int NAME_CHARS_MAX = 256;

    private final SiteId site;

    public LoggedAudit(SiteId site) {
        this.site = site;
    }

    @Override
    public void record(AuditEntry entry) {
        LOG.info(
                "site={} audit={} atMs={} actor={} {} facts={}",
                site.region(),
                entry.action().id(),
                entry.atMs(),
                printable(entry.actor()),
                named(entry),
                entry.facts());
    }

    /** A name as one word of one line, whatever its token's issuer let somebody call himself: nobody writes a second entry with it. */
    static String printable(String name) {
        var word = new StringBuilder();
        name.codePoints()
                .limit(NAME_CHARS_MAX)
                .map(point -> Character.isLetterOrDigit(point) || "@.:/|+_-~".indexOf(point) >= 0 ? point : '?')
                .forEach(word::appendCodePoint);
        return word.toString();
    }

    private static String named(AuditEntry entry) {
        ContextKey context = entry.context();
        return context == null
                ? "contextRef=-"
                : "tenant=" + context.tenant() + " type=" + context.type() + " contextRef="
                        + HexFormat.of().toHexDigits(context.fingerprint());
    }
}
