package io.crossweave.core.runtime.live;

import static io.crossweave.core.scripted.Changes.append;
import static io.crossweave.core.scripted.Changes.note;
import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.LaneId;
import io.crossweave.core.model.Tier;
import io.crossweave.core.rows.LogRow;
import io.crossweave.core.scripted.LaneSite;
import io.crossweave.core.stored.ReceivedMark.Range;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LinkNewsTest {
    private static final ContextKey KEY = note("c");

    private final LinkNews news = new LinkNews();

    private static LogRow at(LogRow row, int shard, long position) {
        return new LogRow(new LaneId(row.lane().tier(), shard), position, row.record(), null, row.sharers());
    }

    @Test
    void L12_aRecordThatFindsNoRoomIsStillHeardOf() {
        // Given: one record of shard 5, then more of shard 6 than the hand-over holds
        var site = new LaneSite("aa", Set.of(), KEY);
        site.publishes(append(KEY, "e"));
        LogRow row = site.logged().getFirst();
        news.logged(at(row, 5, 77));
        for (long position = 1; position <= 4_096; position++) {
            news.logged(at(row, 6, position));
        }

        // When
        LinkNews.Taken taken = news.take();

        // Then
        assertThat(taken.logged()).hasSize(4_096).noneMatch(kept -> kept.lane().shard() == 5);
        assertThat(taken.skippedTo().get(5)).isEqualTo(77);
        assertThat(taken.skippedTo().get(6)).isZero();
        assertThat(news.take().skippedTo()).containsOnly(0L);
    }

    @Test
    void newsOfOneLaneReplaceOlderNews() throws InterruptedException {
        LaneId lane = new LaneId(Tier.CRITICAL, 3);
        news.confirmed(lane, 9);
        news.confirmed(lane, 7);
        news.missing(lane, List.of(new Range(1, 2)));
        news.missing(lane, List.of(new Range(4, 4)));
        news.failed(new LinkNews.Failure(lane, 5, 100));
        news.await(10_000);

        LinkNews.Taken taken = news.take();

        assertThat(taken.confirmed().get(3)).isEqualTo(9);
        assertThat(taken.missing()).containsEntry(3, List.of(new Range(4, 4)));
        assertThat(taken.failures()).hasSize(1);
        assertThat(news.take().failures()).isEmpty();
    }
}
