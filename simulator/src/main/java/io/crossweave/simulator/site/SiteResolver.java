package io.crossweave.simulator.site;

import io.crossweave.core.document.JsonString;
import io.crossweave.core.document.JsonValue;
import io.crossweave.core.gateway.PublishOutcome;
import io.crossweave.core.resolve.AskingEnd;
import io.crossweave.core.resolve.Dispute;
import io.crossweave.core.resolve.ResolverRounds;
import io.crossweave.core.rows.ContextRows;
import io.crossweave.core.spi.ContestedPath;
import io.crossweave.core.stored.ConflictRecord;
import io.crossweave.simulator.tally.Count;
import java.util.List;

/**
 * What a site asks a resolver since its last start. The resolver is a function of what it is asked, answers after a while, and answers with
 * nothing that anybody wrote: what may not leave a jurisdiction is not carried out by it.
 */
final class SiteResolver {
    private static final long LOOK_MS = 1_000;
    private static final long ANSWER_MS_MAX = 400;

    private final Site site;
    private final ContextRows rows;
    private final ResolverRounds rounds;

    SiteResolver(Site site, ContextRows rows) {
        this.site = site;
        this.rows = rows;
        this.rounds = new ResolverRounds(site.region(), site.settings().types());
    }

    void begin() {
        if (!rounds.askedTypes().isEmpty()) {
            site.repeat(LOOK_MS, this::look);
        }
    }

    private List<ConflictRecord> open() {
        return rows.conflicts().open(rounds.askedTypes(), null, Integer.MAX_VALUE);
    }

    private void look() {
        for (Dispute dispute : rounds.due(open(), site.running().peers(), site.nowMs())) {
            site.after(1 + site.around().faults().pauseMs(ANSWER_MS_MAX), () -> answer(dispute));
        }
    }

    private void answer(Dispute dispute) {
        var event = dispute.answered(site.region(), decide(dispute.question().orElseThrow()));
        if (!site.publish(event, outcome -> ended(dispute, outcome))) {
            ended(dispute, new PublishOutcome.Busy(1));
        }
    }

    private static JsonValue decide(ContestedPath contested) {
        return new JsonString("resolved " + contested.candidates().hashCode());
    }

    private void ended(Dispute dispute, PublishOutcome outcome) {
        AskingEnd end = outcome instanceof PublishOutcome.Busy ? new AskingEnd.NoRoom() : new AskingEnd.Answered();
        rounds.ended(dispute, end, site.nowMs());
        if (outcome instanceof PublishOutcome.Published published && !published.replayed()) {
            site.around().tally().add(Count.RESOLVED);
        }
    }

    /** Whether it has nothing to ask about until something new comes. */
    boolean isIdle() {
        return !rounds.hasMore(open(), site.running().peers());
    }
}
