package io.crossweave.core.stored;

import io.crossweave.core.model.Hlc;
import io.crossweave.core.model.SiteId;

/** When and where a context was last deleted; the view hides entries that are not newer (L2). */
public record DeleteStamp(Hlc hlc, SiteId site) implements Comparable<DeleteStamp> {
    @Override
    public int compareTo(DeleteStamp other) {
        int byClock = hlc.compareTo(other.hlc);
        return byClock != 0 ? byClock : site.compareTo(other.site);
    }
}
