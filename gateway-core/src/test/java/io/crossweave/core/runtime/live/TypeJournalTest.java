package io.crossweave.core.runtime.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.causality.VersionVector;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.gateway.ContextView;
import io.crossweave.core.gateway.ContextView.Concealment;
import io.crossweave.core.gateway.TypeChange;
import io.crossweave.core.gateway.TypeChanges;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.Hlc;
import io.crossweave.core.model.SiteId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TypeJournalTest {
    private static final SiteId SITE = new SiteId("aa", 1);

    private final TypeJournals journals = new TypeJournals("run");

    private static ContextView view(String tenant, String id, long counter, long expiresAtMs) {
        return new ContextView(
                new ContextKey(tenant, "note", id),
                VersionVector.EMPTY.with(SITE, counter),
                JsonObject.EMPTY,
                Hlc.ofMillis(counter),
                "e",
                SITE,
                Concealment.NOTHING,
                expiresAtMs,
                List.of());
    }

    private static ContextView view(String id, long counter) {
        return view("t", id, counter, Long.MAX_VALUE);
    }

    private static List<Long> positions(List<TypeChange> changes) {
        return changes.stream().map(TypeChange::position).toList();
    }

    @Test
    void aWatcherHearsEveryChangeBehindItsPositionOnceAndInOrder() {
        TypeChanges changes = journals.of("t", "note");
        journals.changed(view("a", 1), false);
        var heard = new ArrayList<TypeChange>();
        TypeChanges.Opened opened = changes.open(heard::add);

        journals.changed(view("b", 1), false);
        journals.changed(view("another", "b", 1, Long.MAX_VALUE), false);
        journals.changed(view("a", 2), false);
        opened.subscription().close();
        journals.changed(view("a", 3), false);

        assertThat(opened.position()).isEqualTo(1);
        assertThat(positions(heard)).containsExactly(2L, 3L);
        assertThat(heard.getLast().view().isVisible()).isTrue();
        assertThat(positions(changes.between(1, 4).orElseThrow())).containsExactly(2L, 3L, 4L);
        assertThat(changes.between(1, 4).orElseThrow())
                .allSatisfy(change -> assertThat(change.view().document()).isNull());
    }

    @Test
    void whatIsNotKeptAnyMoreIsNotToldAsNothing() {
        TypeChanges changes = journals.of("t", "note");
        for (int i = 1; i <= Limits.TYPE_CHANGES_KEPT + 1; i++) {
            journals.changed(view("a", i), false);
        }

        assertThat(changes.between(0, 1)).isEmpty();
        assertThat(changes.between(1, 2)).isPresent();
        assertThat(changes.between(Limits.TYPE_CHANGES_KEPT + 1, Long.MAX_VALUE))
                .contains(List.of());
        assertThat(changes.between(Limits.TYPE_CHANGES_KEPT + 2, Long.MAX_VALUE))
                .as("of the future")
                .isEmpty();
    }

    @Test
    void anExpiryIsAChangeOnceAndOnlyWhereNothingCameSince() {
        TypeChanges changes = journals.of("t", "note");
        changes.shown(view("t", "shown", 1, 1_000));
        journals.changed(view("t", "prolonged", 1, 1_000), false);
        journals.changed(view("t", "prolonged", 2, 2_000), false);
        changes.shown(view("t", "prolonged", 1, 1_000));

        changes.expire(999);
        changes.expire(1_000);
        changes.expire(1_500);

        assertThat(changes.between(2, Long.MAX_VALUE).orElseThrow())
                .singleElement()
                .satisfies(change -> {
                    assertThat(change.kind()).isEqualTo(TypeChange.Kind.EXPIRED);
                    assertThat(change.view().key().id()).isEqualTo("shown");
                });
        changes.expire(2_000);
        assertThat(changes.between(3, Long.MAX_VALUE).orElseThrow()).hasSize(1);
    }

    @Test
    void aJournalThatWasDroppedAndMadeAgainHasAnotherOrder() {
        String order = journals.of("t", "note").order();
        assertThat(journals.of("t", "note").order()).isEqualTo(order);
        for (int i = 0; i < Limits.TYPE_JOURNALS_MAX; i++) {
            journals.of("tenant" + i, "note");
        }

        assertThat(journals.of("t", "note").order()).isNotEqualTo(order);
    }
}
