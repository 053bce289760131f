package io.crossweave.cli.bench;

import io.crossweave.cli.json.Members;
import io.crossweave.cli.site.Call;
import io.crossweave.cli.site.SiteClient;
import io.crossweave.cli.site.StreamedEvent;
import io.crossweave.cli.site.Watch;
import io.crossweave.core.document.JsonLimits;
import io.crossweave.core.document.JsonReader;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Watches every context of a run at one peer and notes when each event was applied there. */
final class PeerWatches implements AutoCloseable {
    private final Timings applied = new Timings();
    private final List<Thread> watchers = new ArrayList<>();

    /**
     * Begins to watch.
     *
     * @param notices streams that broke off
     */
    static PeerWatches begin(SiteClient peer, OpenLoop loop, Load load, String run, Consumer<String> notices) {
        var watches = new PeerWatches();
        for (int context = 0; context < load.contexts(); context++) {
            String path = "/v1/contexts/conversation/" + Call.segment(OpenLoop.contextId(run, context)) + "/watch";
            var watch = new Watch(peer, Call.get(path), notices);
            watches.watchers.add(Thread.ofVirtual().start(() -> watches.watch(watch, loop)));
        }
        return watches;
    }

    private void watch(Watch watch, OpenLoop loop) {
        try {
            watch.run(event -> {
                note(event, loop);
                return false;
            });
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void note(StreamedEvent event, OpenLoop loop) {
        long now = System.nanoTime();
        Members.text(JsonReader.parse(event.data(), JsonLimits.DEFAULT), "eventId")
                .ifPresent(eventId -> {
                    Long due = loop.takeDueNanos(eventId);
                    if (due != null) {
                        applied.record(now - due);
                    }
                });
    }

    Timings applied() {
        return applied;
    }

    @Override
    public void close() {
        watchers.forEach(Thread::interrupt);
    }
}
