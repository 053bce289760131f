package io.crossweave.simulator.check;

import io.crossweave.core.gateway.PublishOutcome;
import io.crossweave.core.model.Hlc;
import io.crossweave.simulator.policy.Geography;
import io.crossweave.simulator.site.Site;
import java.util.Map;
import java.util.TreeMap;

/** A client that asks again gets the same answer at every site that may know its event (L1). */
public final class Answers {
    private final Geography geography;
    private final Book book;
    private final Map<String, Hlc> first = new TreeMap<>();
    private int awaited;

    /**
     * @param geography who was kept from something by any policy: of what is over no restatement tells
     */
    public Answers(Geography geography, Book book) {
        this.geography = geography;
        this.book = book;
    }

    /** Whether the site is to know the event; an answer is awaited then. */
    public boolean awaits(Site site, String eventId) {
        boolean knows = book.knows(eventId) && !book.losses().isLost(eventId) && !geography.isOutside(site.region());
        awaited += knows ? 1 : 0;
        return knows;
    }

    public void answered(Site site, String eventId, PublishOutcome outcome) {
        awaited--;
        if (!(outcome instanceof PublishOutcome.Published published) || !published.replayed()) {
            throw new LawBroken(
                    Breach.DUPLICATE_EFFECT, site.id() + " does not know " + eventId + " any more: " + outcome);
        }
        Hlc before = first.putIfAbsent(eventId, published.hlc());
        LawBroken.unless(
                before == null || before.equals(published.hlc()),
                Breach.OTHER,
                () -> "the answer to " + eventId + " at " + site.id() + " is " + outcome + " instead of " + before);
    }

    /** After all had time to answer. */
    public void complete() {
        LawBroken.unless(awaited == 0, Breach.OTHER, () -> awaited + " asks got no answer");
    }
}
