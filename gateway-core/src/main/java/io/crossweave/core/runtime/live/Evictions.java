package io.crossweave.core.runtime.live;

import io.crossweave.core.context.AfterCommit;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.link.SilenceBounds;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Looks for members that are silent for so long that no log is kept for them any more, and for those that are heard again (L16). What they
 * miss is then told by states, as to one that is new. Somebody is alarmed when three quarters of the time are over.
 */
final class Evictions implements Runnable {
    /** Changes as members do. */
    private final Map<String, PeerLink> links;

    private final LiveMembers members;
    private final SilenceBounds bounds;
    private final Consumer<AfterCommit> alarm;
    private final Consumer<Throwable> fail;
    private final Set<String> warned = new TreeSet<>();

    Evictions(
            Map<String, PeerLink> links,
            LiveMembers members,
            SilenceBounds bounds,
            Consumer<AfterCommit> alarm,
            Consumer<Throwable> fail) {
        this.links = links;
        this.members = members;
        this.bounds = bounds;
        this.alarm = alarm;
        this.fail = fail;
    }

    @Override
    public void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                links.forEach((region, link) -> look(region, link.silentMs()));
                Thread.sleep(Limits.HEARTBEAT_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            fail.accept(e);
        }
    }

    private void look(String region, long silentMs) {
        if (silentMs < bounds.suspectMs()) {
            warned.remove(region);
            if (members.isEvicted(region)) {
                members.welcome(region);
            }
        } else if (silentMs >= bounds.evictMs()) {
            members.evict(region, silentMs);
        } else if (silentMs >= bounds.evictMs() / 4 * 3 && warned.add(region)) {
            alarm.accept(new AfterCommit.Alarm(
                    "eviction ahead",
                    region + " has been silent for " + silentMs + " ms; after " + bounds.evictMs()
                            + " ms no log is kept for it"));
        }
    }
}
