package io.crossweave.cli.replay;

import java.io.PrintWriter;
import java.util.concurrent.TimeUnit;

/** Shows progress on standard error: a bar that is drawn anew where a person watches, a line now and then where a log does. */
public final class ProgressLine implements Replay.Progress, AutoCloseable {
    private static final int BAR_CHARS = 30;
    private static final long REDRAW_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long LINE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final PrintWriter out;
    private final Watcher watcher;
    private final long total;
    private final long begin = System.nanoTime();
    private long lastNanos = begin;
    private boolean drawn;

    /** Who reads the progress. */
    public enum Watcher {
        TERMINAL,
        LOG
    }

    /** @param total how many dialogues there are to come */
    public ProgressLine(PrintWriter out, Watcher watcher, long total) {
        this.out = out;
        this.watcher = watcher;
        this.total = total;
    }

    @Override
    public synchronized void played(long dialogues, long events) {
        double seconds = (System.nanoTime() - begin) / 1e9;
        show(
                dialogues,
                total,
                "%d of %d dialogues, %d events, %.0f events/s"
                        .formatted(dialogues, total, events, events / Math.max(seconds, 1e-3)));
    }

    @Override
    public synchronized void compared(long dialogues, long of) {
        show(dialogues, of, "%d of %d contexts compared".formatted(dialogues, of));
    }

    private void show(long done, long of, String words) {
        long now = System.nanoTime();
        switch (watcher) {
            case TERMINAL -> {
                if (now - lastNanos >= REDRAW_NANOS || done == of) {
                    out.print("\r" + bar(done, of) + " " + words + "\u001b[K");
                    lastNanos = now;
                    drawn = true;
                }
            }
            case LOG -> {
                if (now - lastNanos >= LINE_NANOS) {
                    out.println("crossweave: " + words);
                    lastNanos = now;
                }
            }
        }
        out.flush();
    }

    private static String bar(long done, long of) {
        int filled = of == 0 ? BAR_CHARS : (int) (BAR_CHARS * Math.min(done, of) / of);
        return "[" + "#".repeat(filled) + ".".repeat(BAR_CHARS - filled) + "]";
    }

    /** Leaves the terminal at the beginning of an empty line. */
    @Override
    public synchronized void close() {
        if (drawn) {
            out.print("\r\u001b[K");
            out.flush();
        }
    }
}
