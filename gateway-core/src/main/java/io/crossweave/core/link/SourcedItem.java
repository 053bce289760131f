package io.crossweave.core.link;

import io.crossweave.core.event.CausalItem;
import io.crossweave.core.event.LaneItem;
import io.crossweave.core.event.Restatement;
import io.crossweave.core.event.RestatementApplied;
import io.crossweave.core.event.SharersNotice;

/** An item that leaves a lane, and where it comes from. */
record SourcedItem(LaneItem item, ItemSource source) {
    /** An item of this site whose first dot has this own number. */
    static SourcedItem own(CausalItem item, long ownNumber) {
        long more = item.lastCounter() - item.dot().counter();
        return new SourcedItem(item, new ItemSource.OwnDots(item.key(), ownNumber, ownNumber + more));
    }

    static SourcedItem restated(Restatement restatement, long ownNumber) {
        long more = restatement.lastCounter() - restatement.fromCounter();
        return new SourcedItem(restatement, new ItemSource.Restated(restatement.key(), ownNumber, ownNumber + more));
    }

    static SourcedItem sharers(SharersNotice notice) {
        return new SourcedItem(notice, new ItemSource.Sharers(notice.key()));
    }

    static SourcedItem said(RestatementApplied answer) {
        return new SourcedItem(answer, new ItemSource.Said(answer));
    }
}
