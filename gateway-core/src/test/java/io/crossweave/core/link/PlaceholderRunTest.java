package io.crossweave.core.link;

import static io.crossweave.core.scripted.Changes.append;
import static io.crossweave.core.scripted.Changes.delete;
import static io.crossweave.core.scripted.Changes.living;
import static io.crossweave.core.scripted.Changes.note;
import static io.crossweave.core.scripted.Changes.set;
import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.event.Placeholder;
import io.crossweave.core.event.Projection;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.Dot;
import io.crossweave.core.model.EntryId;
import io.crossweave.core.model.Hlc;
import io.crossweave.core.model.SiteId;
import io.crossweave.core.scripted.LaneSite;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlaceholderRunTest {
    private static final ContextKey KEY = note("c");

    private final LaneSite site = new LaneSite("aa", Set.of("bb"), KEY);
    private final PlaceholderRun run = new PlaceholderRun();

    @Test
    void L8_aRunNamesWhatItRemovesAndItsLastDelete() {
        StampedEvent first = site.publishes(set(KEY, "e1", "/x", "1"));
        StampedEvent second = site.publishes(set(KEY, "e2", "/x", "2"));
        StampedEvent third = site.publishes(delete(KEY, "e3"));
        List.of(first, second, third).forEach(this::add);

        var placeholders = end();

        assertThat(placeholders).singleElement().satisfies(placeholder -> {
            assertThat(placeholder.dot()).isEqualTo(first.dot());
            assertThat(placeholder.lastCounter()).isEqualTo(3);
            assertThat(placeholder.removals()).containsAll(second.removals()).containsAll(third.removals());
            assertThat(placeholder.removals()).isSorted();
            assertThat(placeholder.deleteStamp()).isEqualTo(third.stamp().hlc());
        });
        assertThat(end()).isEmpty();
    }

    @Test
    void L16_aRunTellsTheLastExpiryAmongIts() {
        StampedEvent first = site.publishes(living(set(KEY, "e1", "/x", "1"), 600));
        StampedEvent second = site.publishes(living(set(KEY, "e2", "/x", "2"), 10));
        StampedEvent third = site.publishes(set(KEY, "e3", "/x", "3"));
        List.of(first, second, third).forEach(this::add);

        assertThat(end())
                .singleElement()
                .satisfies(placeholder -> assertThat(placeholder.expiry()).isEqualTo(second.expiry()));
        add(third);
        assertThat(end())
                .singleElement()
                .satisfies(placeholder -> assertThat(placeholder.expiry()).isNull());
    }

    @Test
    void L16_aProjectionSaysTheSameOfTheLifeOfItsContext() {
        StampedEvent event = site.publishes(living(set(KEY, "e1", "/x", "1"), 10));
        site.nowMs += 10_000;
        StampedEvent anew = site.publishes(set(KEY, "e2", "/y", "2"));

        assertThat(Projection.of(event, List.of(1))).isInstanceOfSatisfying(StampedEvent.class, projected -> {
            assertThat(projected.expiry()).isEqualTo(event.expiry());
        });
        assertThat(Projection.of(event, List.of(0, 1))).isEqualTo(event.placeholder());
        assertThat(event.placeholder().expiry()).isEqualTo(event.expiry());
        assertThat(Projection.of(anew, List.of(0, 1))).isInstanceOfSatisfying(StampedEvent.class, projected -> {
            assertThat(projected.additions()).isEmpty();
            assertThat(projected.removals()).isEqualTo(anew.removals());
            assertThat(projected.lifetime()).isEqualTo(anew.lifetime());
        });
    }

    @Test
    void L15_dotsOfAnotherIncarnationBeginAnotherRun() {
        StampedEvent first = site.publishes(append(KEY, "e1"));
        StampedEvent second = site.publishes(append(KEY, "e2"));
        var later = new Placeholder(KEY, new Dot(new SiteId("aa", 77), 1), 1, List.of(), Hlc.ZERO);
        add(first);
        add(second);

        assertThat(run.add(later, 3)).singleElement().satisfies(left -> {
            assertThat(left.item()).isInstanceOfSatisfying(Placeholder.class, placeholder -> {
                assertThat(placeholder.dot()).isEqualTo(first.dot());
                assertThat(placeholder.lastCounter()).isEqualTo(2);
            });
            assertThat(left.source()).isEqualTo(new ItemSource.OwnDots(KEY, 1, 2));
        });
        assertThat(run.end())
                .singleElement()
                .satisfies(
                        left -> assertThat(left).isEqualTo(new SourcedItem(later, new ItemSource.OwnDots(KEY, 3, 3))));
    }

    @Test
    void aRunIsBoundedInRemovals() {
        StampedEvent plain = site.publishes(append(KEY, "e1"));
        StampedEvent next = site.publishes(append(KEY, "e2"));
        var removals = new ArrayList<EntryId>();
        for (int i = 0; i < Limits.PLACEHOLDER_REMOVALS_TARGET; i++) {
            removals.add(new EntryId(plain.dot(), i));
        }
        StampedEvent removing = new StampedEvent(
                KEY,
                plain.stamp(),
                plain.type(),
                List.of(),
                removals,
                List.of(),
                plain.labels(),
                plain.provenance(),
                plain.bodyHash(),
                plain.lifetime(),
                1);
        StampedEvent removingMore = new StampedEvent(
                KEY,
                next.stamp(),
                next.type(),
                List.of(),
                List.of(new EntryId(next.dot(), 7)),
                List.of(),
                next.labels(),
                next.provenance(),
                next.bodyHash(),
                next.lifetime(),
                1);

        assertThat(add(removing)).isEmpty();
        assertThat(add(removingMore)).hasSize(1);
        assertThat(end()).hasSize(1);
    }

    private List<Placeholder> add(StampedEvent event) {
        return placeholders(run.add(event, event.dot().counter()));
    }

    private List<Placeholder> end() {
        return placeholders(run.end());
    }

    private static List<Placeholder> placeholders(List<SourcedItem> left) {
        return left.stream().map(SourcedItem::item).map(Placeholder.class::cast).toList();
    }
}
