package io.crossweave.core.runtime.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.causality.VersionVector;
import io.crossweave.core.gateway.ConflictQuery;
import io.crossweave.core.gateway.ConflictQuery.Which;
import io.crossweave.core.gateway.ContextView;
import io.crossweave.core.gateway.ContextView.Concealment;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.Hlc;
import io.crossweave.core.rows.ContextRows;
import io.crossweave.core.scripted.Changes;
import io.crossweave.core.scripted.LaneSite;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Conflicts of contexts that callers must not know of. */
class ConflictListTest {
    private static final ContextKey KEY = Changes.note("c");

    private final LaneSite a = new LaneSite("aa", Set.of("bb"), KEY);

    private ConflictList shown(@Nullable String lastEventId, Concealment concealment) {
        var b = new LaneSite("bb", Set.of("aa"), KEY);
        a.publishes(Changes.set(KEY, "of-a", "/x", "a"));
        a.arrive(b.id, b.publishes(Changes.set(KEY, "of-b", "/x", "b")));
        var view = new ContextView(
                KEY, VersionVector.EMPTY, null, Hlc.ZERO, lastEventId, a.id, concealment, Long.MAX_VALUE, List.of());
        return new ConflictList(
                new ContextRows(a.store()).conflicts(), Map.of("note", Changes.NOTE), key -> Optional.of(view));
    }

    private static List<?> all(ConflictList list) {
        return list.list(new ConflictQuery("t", "", Which.ALL, null, 10));
    }

    @ParameterizedTest
    @EnumSource(names = {"ENTRIES", "EVENTS"})
    void L11_whereAllThatIsLeftIsWithheldNothingIsTold(Concealment concealment) {
        assertThat(all(shown(null, concealment))).isEmpty();
    }

    @Test
    void aDeletedContextIsNoSecret() {
        assertThat(all(shown("delete", Concealment.ENTRIES))).hasSize(1);
    }
}
