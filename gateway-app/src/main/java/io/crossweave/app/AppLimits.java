package io.crossweave.app;

import io.crossweave.core.limits.Limits;

/** Bounds of the HTTP surface; those that the core shares are in {@link Limits}. */
public final class AppLimits {
    /** How long a read with {@code at-least} waits where it does not say. */
    public static final int WAIT_MS_DEFAULT = 5_000;
    /** No read waits longer, whatever it asks for: longer waits belong to a watch. */
    public static final int WAIT_MS_MAX = 60_000;
    /** How long a publish may take to commit before its outcome is told as unknown; beyond any healthy disk's stall. */
    public static final int COMMIT_MS_MAX = 30_000;

    /** How long the home site of a context type may take until a request that is sent on to it has a connection. */
    public static final int FORWARD_CONNECT_MS_MAX = 2_000;
    /** And until it has answered: as long as a commit and the longest wait for what follows it. */
    public static final int FORWARD_MS_MAX = COMMIT_MS_MAX + WAIT_MS_MAX;

    /** How often a read that waits for less staleness looks again. */
    public static final int STALENESS_LOOK_MS = 20;

    public static final int LIST_ITEMS_DEFAULT = 100;
    /** More are not given at once, whatever is asked for. */
    public static final int LIST_ITEMS_MAX = 1_000;

    /** Rough bytes of what the conflicts of a page keep, from which on it has no more of them. */
    public static final long CONFLICT_PAGE_BYTES = 4L << 20;

    /** Characters of an idempotency key, a correlation id, and other short texts of a caller's. */
    public static final int SHORT_TEXT_CHARS_MAX = 256;

    /** Bytes of an event's fields that this version does not know, as canonical JSON: they are kept with the event at every site. */
    public static final int OTHER_FIELDS_BYTES_MAX = 16 << 10;

    /** Changes that wait for a slow watcher; then it is closed, to come back with {@code Last-Event-ID}. */
    public static final int WATCH_CHANGES_MAX = 256;
    /** The same for a watch of a type, whose snapshots are sent while changes come. */
    public static final int TYPE_WATCH_CHANGES_MAX = 1_024;
    /** How often a watch of a type looks for what has expired. */
    public static final int TYPE_WATCH_LOOK_MS = 500;
    /** How long one event may take to reach a watcher; then its connection is cut. The largest documents pass a slow line in less. */
    public static final int WATCH_SEND_MS_MAX = 60_000;
    /** How often a watch says that it lives. */
    public static final int WATCH_COMMENT_MS = 15_000;
    /** Events that a resuming watcher may have missed; beyond it a snapshot tells the same in less. */
    public static final int WATCH_RESUMED_MAX = 1_000;

    /** Events that are applied again to find what a watcher missed; beyond it a snapshot costs less. */
    public static final int WATCH_REPLAYED_MAX = 20_000;

    /** Bytes of a refused body that are read and thrown away, so that a client which only listens after sending hears why. */
    public static final long DISCARDED_BYTES_MAX = 256L << 20;
    /** And for how long. */
    public static final long DISCARDING_MS_MAX = 20_000;

    /** How old the peers' lag may be that reads tell: it changes by heartbeats, and percentiles cost more than a read. */
    public static final long FRESHNESS_CACHE_MS = 100;

    /** Open conflicts that are read at a time for resolvers. */
    public static final int RESOLVER_PAGE = 1_000;
    /** The pause after all of them were looked through. */
    public static final long RESOLVER_PAUSE_MS = 1_000;
    /** Where that takes long, the pause is so many times as long. */
    public static final int RESOLVER_REST = 10;
    /** Bytes of a webhook's answer. */
    public static final int RESOLVER_ANSWER_BYTES_MAX = 1 << 20;
    /** Conflicts of which it is remembered why no resolver decided them. */
    public static final int RESOLVER_FAILURES_MAX = 4_096;

    private AppLimits() {}

    static {
        require(WAIT_MS_DEFAULT <= WAIT_MS_MAX, "the default wait must be allowed");
        require(LIST_ITEMS_DEFAULT <= LIST_ITEMS_MAX, "the default page must be allowed");
        require(WATCH_RESUMED_MAX <= WATCH_REPLAYED_MAX, "what was missed is part of what is applied again");
        require(DISCARDED_BYTES_MAX > Limits.DOCUMENT_BYTES_MAX, "only bodies beyond the limit are discarded");
    }

    private static void require(boolean holds, String relation) {
        if (!holds) {
            throw new ExceptionInInitializerError(relation);
        }
    }
}
