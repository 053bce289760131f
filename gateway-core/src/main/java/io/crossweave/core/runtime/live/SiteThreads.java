package io.crossweave.core.runtime.live;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The threads of a running site. Started and stopped by whoever owns the site. */
final class SiteThreads {
    /** How long a stop waits for one thread: a commit under way may take its time. */
    private static final long STOP_MS_MAX = 5_000;

    private final List<Thread> threads = new ArrayList<>();

    void start(String name, Runnable body) {
        threads.add(Thread.ofVirtual().name(name).start(body));
    }

    /** Ends all but the calling one: a lane that fails may be the one that stops its site. */
    void stop(Runnable onceInterrupted) {
        var others = new ArrayList<>(threads);
        others.remove(Thread.currentThread());
        others.forEach(Thread::interrupt);
        onceInterrupted.run();
        try {
            for (Thread thread : others) {
                thread.join(Duration.ofMillis(STOP_MS_MAX));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
