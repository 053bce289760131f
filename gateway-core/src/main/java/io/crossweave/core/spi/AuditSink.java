package io.crossweave.core.spi;

/**
 * Where goes what must be accounted for: what operators did, and what a site did on its own that nobody asked for. An entry comes after
 * the commit of what it tells of, from any thread, and is written down before the call returns; a sink that can't do that throws, and the
 * site stops. An entry holds no value, label or path of a context.
 */
@FunctionalInterface
public interface AuditSink {
    void record(AuditEntry entry);
}
