package io.crossweave.core.repair;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.gateway.RepairOutcome.End;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.reconcile.Area;
import io.crossweave.core.reconcile.RepairMessage;
import io.crossweave.core.reconcile.SetHash;
import io.crossweave.core.reconcile.SetHashKey;
import io.crossweave.core.reconcile.Told;
import io.crossweave.core.scripted.Changes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A peer whose answers take longer than it takes to ask again (L14). */
class SlowAnswerTest {
    private static final ContextKey KEY = Changes.note("c");

    private final RepairPair pair = new RepairPair(KEY);
    private final PeerRepair repair = new PeerRepair(
            new RepairSettings(pair.origin.id, pair.origin.policy, SetHashKey.PUBLIC, 1L << 40),
            "cc",
            pair.origin.store(),
            Long.MAX_VALUE);
    private final Deque<RepairMessage> onTheirWay = new ArrayDeque<>();
    private Optional<End> end = Optional.empty();
    private int questions;

    private void carryOut(List<RepairEffect> effects) {
        for (RepairEffect effect : effects) {
            switch (effect) {
                case RepairEffect.Send(RepairMessage message) -> {
                    questions++;
                    onTheirWay.addAll(pair.answers(message));
                }
                case RepairEffect.Store(var batch) -> pair.origin.store().commit(batch, committed -> {});
                case RepairEffect.Restate _ -> {}
                case RepairEffect.Ended(var outcome) -> end = Optional.of(outcome.end());
            }
        }
    }

    /** Each part of what it is asked differs, however small that is. */
    @Test
    void L14_aPeerThatMakesUpHashesIsNotAskedForEver() {
        pair.publish(Changes.set(KEY, "e", "/a", "value"));
        long nowMs = pair.origin.nowMs;
        long made = 1;
        repair.compareNow();

        while (end.isEmpty() && questions < 10 * Limits.REPAIR_QUESTIONS_MAX) {
            nowMs += Limits.REPAIR_RETRY_MS;
            var open = new ArrayDeque<>(repair.tick(nowMs));
            while (!open.isEmpty() && questions < 10 * Limits.REPAIR_QUESTIONS_MAX) {
                RepairEffect effect = open.remove();
                if (effect instanceof RepairEffect.Send(RepairMessage.Ask ask)) {
                    questions++;
                    var told = new ArrayList<Told>();
                    for (Area area : ask.areas()) {
                        var hashes = new ArrayList<SetHash>();
                        for (int i = area.parts().size(); i > 0; i--) {
                            hashes.add(new SetHash(++made, made));
                        }
                        told.add(area.isPoint() ? new Told.Contexts(area, List.of()) : new Told.Parts(area, hashes));
                    }
                    open.addAll(repair.heard(
                            new RepairMessage.Answer(ask.site(), ask.question(), ask.keyCheck(), told), nowMs));
                } else {
                    carryOut(List.of(effect));
                }
            }
        }

        assertThat(end).contains(End.UNANSWERED);
        assertThat(questions).isLessThanOrEqualTo(Limits.REPAIR_QUESTIONS_MAX);
    }

    @Test
    void L14_anAnswerThatComesAfterItsQuestionWasRepeatedIsTaken() {
        pair.publish(Changes.set(KEY, "e", "/a", "value"));
        long nowMs = pair.origin.nowMs;
        repair.compareNow();

        for (int step = 0; step < 100 && end.isEmpty(); step++) {
            nowMs += Limits.REPAIR_RETRY_MS;
            carryOut(repair.tick(nowMs));
            // What was asked two retries ago is answered now.
            if (onTheirWay.size() > 1) {
                carryOut(repair.heard(onTheirWay.remove(), nowMs));
            }
        }

        assertThat(end).contains(End.COMPARED);
        assertThat(questions).isLessThan(20);
    }
}
