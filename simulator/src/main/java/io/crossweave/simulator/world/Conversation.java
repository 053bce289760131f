package io.crossweave.simulator.world;

import io.crossweave.core.event.ContextEvent;
import io.crossweave.core.gateway.PublishOutcome;
import io.crossweave.simulator.check.Book;
import io.crossweave.simulator.site.Site;
import io.crossweave.simulator.time.Schedule;
import io.crossweave.simulator.workload.Clients;
import io.crossweave.simulator.workload.Dialogues.Turn;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Two who talk, each at a site of their own. One answers once the other's words are shown there; who waits too long goes on, and who got no
 * answer from the site says the same again.
 */
final class Conversation {
    private static final long LOOK_EVERY_MS = 120;
    private static final long PATIENCE_MS = 2_500;

    private final Schedule schedule;
    private final Clients clients;
    private final Book book;
    private final Map<String, Site> speakers;
    private final BiConsumer<ContextEvent, PublishOutcome> answered;
    private final Deque<Turn> turns = new ArrayDeque<>();
    private @Nullable ContextEvent last;
    private @Nullable ContextEvent speaking;
    private String speaker = "";
    private long sinceMs;
    private boolean over;

    Conversation(
            Schedule schedule,
            Clients clients,
            Book book,
            Map<String, Site> speakers,
            BiConsumer<ContextEvent, PublishOutcome> answered) {
        this.schedule = schedule;
        this.clients = clients;
        this.book = book;
        this.speakers = speakers;
        this.answered = answered;
    }

    void begin(List<Turn> all) {
        turns.addAll(all);
        sinceMs = schedule.nowMs();
        schedule.after(LOOK_EVERY_MS, this::look);
    }

    /** What was not said by now is not said any more. */
    void end() {
        over = true;
    }

    private void look() {
        if (over || (turns.isEmpty() && speaking == null)) {
            return;
        }
        schedule.after(LOOK_EVERY_MS, this::look);
        boolean impatient = schedule.nowMs() - sinceMs > PATIENCE_MS;
        if (speaking != null) {
            if (impatient) {
                say(speaking);
            }
        } else if (impatient || isShown(turns.getFirst().speaker(), last)) {
            Turn turn = turns.removeFirst();
            speaker = turn.speaker();
            speaking = clients.said(turn.speaker(), turn.text(), turn.known());
            say(speaking);
        }
    }

    private boolean isShown(String to, @Nullable ContextEvent event) {
        Site site = speakers.get(to);
        return event == null || (site != null && Book.shows(site, event));
    }

    private void say(ContextEvent event) {
        sinceMs = schedule.nowMs();
        Site site = speakers.get(speaker);
        if (site != null) {
            book.asked(event);
            site.publish(event, outcome -> {
                answered.accept(event, outcome);
                if (event.equals(speaking)) {
                    last = event;
                    speaking = null;
                    sinceMs = schedule.nowMs();
                }
            });
        }
    }
}
