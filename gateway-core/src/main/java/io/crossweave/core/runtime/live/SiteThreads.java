package io.crossweave.core.runtime.live;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** The threads of a running site. Started and stopped by whoever owns the site. */
final class SiteThreads {
    /** How long a stop waits for one thread: a commit under way may take its time. */
    private static final long STOP_MS_MAX = 5_000;

    private final Map<String, Thread> threads = new ConcurrentSkipListMap<>();

    void start(String name, Runnable body) {
        threads.put(name, Thread.ofVirtual().name(name).start(body));
    }

    /** Ends some of them. */
    void end(Collection<String> names) {
        var ending = new ArrayList<Thread>();
        names.forEach(name -> Optional.ofNullable(threads.remove(name)).ifPresent(ending::add));
        ending.forEach(Thread::interrupt);
        join(ending);
    }

    /** Ends all but the calling one: a lane that fails may be the one that stops its site. */
    void stop(Runnable onceInterrupted) {
        var others = new ArrayList<>(threads.values());
        others.remove(Thread.currentThread());
        others.forEach(Thread::interrupt);
        onceInterrupted.run();
        join(others);
    }

    private static void join(List<Thread> others) {
        try {
            for (Thread thread : others) {
                thread.join(Duration.ofMillis(STOP_MS_MAX));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
