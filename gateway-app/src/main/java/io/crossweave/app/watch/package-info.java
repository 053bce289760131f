/**
 * Watches of one context as server-sent events: a {@link io.crossweave.app.watch.WatchFeed} collects what the gateway commits, bounded;
 * a {@link io.crossweave.app.watch.WatchStream} on a virtual thread of its own tells it to one client, at the client's pace. A client that
 * lags is closed and comes back with the id of the last change it saw; {@link io.crossweave.app.watch.MissedChanges} finds what it missed.
 */
@NullMarked
package io.crossweave.app.watch;

import org.jspecify.annotations.NullMarked;
