package io.crossweave.app.configuration;

import java.net.URI;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Who is asked where a merge rule leaves it to a resolver.
 *
 * @param timeLimitMs how long one may take
 * @param directory where jars with resolvers lie; a directory that can be read
 * @param webhooks those that are asked over HTTP, by the name under which context types ask for them
 * @param credentials files with what webhooks are told as {@code Authorization}, by the same names; some have none
 */
public record ResolverSettings(
        long timeLimitMs,
        Optional<Path> directory,
        SortedMap<String, URI> webhooks,
        SortedMap<String, Path> credentials) {
    public static final long TIME_LIMIT_MS_MAX = 60_000;

    public ResolverSettings {
        webhooks = Collections.unmodifiableSortedMap(new TreeMap<>(webhooks));
        credentials = Collections.unmodifiableSortedMap(new TreeMap<>(credentials));
    }

    /** Webhooks that ask for no credential. */
    public ResolverSettings(long timeLimitMs, Optional<Path> directory, SortedMap<String, URI> webhooks) {
        this(timeLimitMs, directory, webhooks, new TreeMap<>());
    }
}
