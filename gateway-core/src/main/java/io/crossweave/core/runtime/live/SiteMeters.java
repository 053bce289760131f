package io.crossweave.core.runtime.live;

import java.util.concurrent.atomic.LongAdder;

/** What a running site counts; all since its start. */
public final class SiteMeters {
    public final LongAdder published = new LongAdder();
    public final LongAdder applied = new LongAdder();
    public final LongAdder envelopesSent = new LongAdder();
    public final LongAdder framesSent = new LongAdder();
    public final LongAdder frameBytesSent = new LongAdder();
    public final LongAdder sendsFailed = new LongAdder();
    public final LongAdder framesReceived = new LongAdder();
    public final LongAdder framesRejected = new LongAdder();
    public final LongAdder envelopesReceived = new LongAdder();
    public final LongAdder resendsAsked = new LongAdder();
    public final LongAdder sealsWithoutKey = new LongAdder();
    public final LongAdder restatementsApplied = new LongAdder();
    public final LongAdder restatementsConfirmed = new LongAdder();
    /** Comparisons that ended, contexts that were restated after one, and contexts whose store rows were damaged (L14). */
    public final LongAdder repairsEnded = new LongAdder();

    public final LongAdder repairsRestated = new LongAdder();
    public final LongAdder contextsRecounted = new LongAdder();
    public final LongAdder alarms = new LongAdder();
    public final ConflictMeter conflicts = new ConflictMeter();
}
