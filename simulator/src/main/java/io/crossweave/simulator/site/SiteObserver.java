package io.crossweave.simulator.site;

import io.crossweave.core.context.LaneOutput;
import io.crossweave.core.gateway.ContextView;

/** Sees what a site does, from outside its process. */
public interface SiteObserver {
    /** A step is about to be committed. */
    void stepping(Site site, LaneOutput output);

    /** A step's batch is durable, or it may be: its site has crashed and its store was opened again. */
    void settled(Site site, LaneOutput output);

    /** Watchers at the site are shown this. */
    void shown(Site site, ContextView view);

    /** A site has lost its disk: an empty one, or an old copy, is in its place now. */
    void diskLost(Site site);

    /** The site has acted on a peer's heartbeat. */
    void heard(Site site);
}
