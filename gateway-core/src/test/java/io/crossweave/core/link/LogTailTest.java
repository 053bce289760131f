package io.crossweave.core.link;

import static io.crossweave.core.scripted.Changes.append;
import static io.crossweave.core.scripted.Changes.note;
import static io.crossweave.core.scripted.Changes.set;
import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.model.ContextKey;
import io.crossweave.core.rows.LogRow;
import io.crossweave.core.scripted.LaneSite;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LogTailTest {
    private static final ContextKey KEY = note("c");

    private final LaneSite site = new LaneSite("aa", Set.of(), KEY);
    private final LogTail tail = new LogTail(0);

    private List<LogRow> logged(int count) {
        for (int i = 0; i < count; i++) {
            site.publishes(append(KEY, "e" + i));
        }
        return site.logged();
    }

    @Test
    void aRecordIsTakenTogetherWithAllBeforeIt() {
        List<LogRow> rows = logged(3);
        rows.forEach(tail::add);

        assertThat(tail.take(2)).isSameAs(rows.get(1));
        assertThat(tail.take(1)).isNull();
        assertThat(tail.take(3)).isSameAs(rows.get(2));
        assertThat(tail.lastPosition()).isEqualTo(3);
    }

    @Test
    void aGapInTheHandOverKeepsNothingFromBeforeIt() {
        List<LogRow> rows = logged(4);
        tail.add(rows.get(0));
        tail.add(rows.get(2));

        assertThat(tail.take(1)).isNull();
        assertThat(tail.take(2)).isNull();
        assertThat(tail.take(3)).isSameAs(rows.get(2));
        assertThat(tail.lastPosition()).isEqualTo(3);
    }

    @Test
    void aSkippedRecordIsStillCounted() {
        List<LogRow> rows = logged(3);
        tail.add(rows.get(0));

        tail.skipTo(3);
        tail.skipTo(2);

        assertThat(tail.lastPosition()).isEqualTo(3);
        assertThat(tail.take(1)).isNull();
        tail.skipTo(0);
        assertThat(tail.lastPosition()).isEqualTo(3);
    }

    @Test
    void theTailIsBoundedInBytesAndKeepsTheNewest() {
        for (int i = 0; i < 6; i++) {
            site.publishes(set(KEY, "large" + i, "/x", String.valueOf(i).repeat(1 << 20)));
        }
        List<LogRow> rows = site.logged();
        rows.forEach(tail::add);

        assertThat(tail.take(1)).isNull();
        assertThat(tail.take(6)).isSameAs(rows.getLast());
    }
}
