package io.crossweave.core.incarnation;

import static io.crossweave.core.scripted.Changes.note;
import static io.crossweave.core.scripted.Changes.set;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.event.CausalItem;
import io.crossweave.core.event.Placeholder;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.link.HeldDots;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.Dot;
import io.crossweave.core.model.EntryId;
import io.crossweave.core.model.SiteId;
import io.crossweave.core.rows.LifeRows;
import io.crossweave.core.scripted.LaneSite;
import io.crossweave.core.spi.MemoryStore;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a peer has tidied of a lost life comes back as its emptiness, and what it removed stays removed. */
class TidiedLifeTest {
    private static final ContextKey KEY = note("c");
    private static final SiteId LATER = new SiteId("aa", 99);

    private final LaneSite lost = new LaneSite("aa", Set.of("bb", "cc"), KEY);
    private final LaneSite member = new LaneSite("bb", Set.of("aa", "cc"), KEY);
    private final MemoryStore disk = new MemoryStore();
    private final Returns returns = new Returns(disk, batch -> disk.commit(batch, outcome -> {}));
    private final StampedEvent first = lost.publishes(set(KEY, "e1", "/x", "one"));
    private final StampedEvent second = lost.publishes(set(KEY, "e2", "/x", "two"));
    private final StampedEvent third = lost.publishes(set(KEY, "e3", "/x", "three"));

    @BeforeEach
    void tidyAtTheMember() {
        member.arrive(lost.id, first, second, third);
        member.tidy(KEY);
    }

    private void memberTells() {
        returns.take("bb", LATER, new HeldPages(member.store()).page("aa", LATER.incarnation(), new HeldDots.Ask("")));
    }

    private void tells(String peer, CausalItem... items) {
        returns.take(peer, LATER, new HeldDots.Page(LATER.incarnation(), "", "", List.of(items)));
    }

    private CausalItem returned(Dot dot) {
        return requireNonNull(new LifeRows(disk).returned(KEY, dot)).item();
    }

    @Test
    void L15_whatIsOverAtAPeerIsOverAndNamesWhatIsGone() {
        memberTells();

        // The first event is kept: it says that there is a document.
        assertThat(returned(first.dot())).isEqualTo(first);
        assertThat(returned(second.dot())).isInstanceOfSatisfying(Placeholder.class, over -> {
            assertThat(over.bare()).isTrue();
            assertThat(over.removals()).containsExactly(new EntryId(first.dot(), 1));
        });
        assertThat(returned(third.dot())).isEqualTo(third);
    }

    @Test
    void L15_whatIsOverAtOnePeerIsOverWhereAnotherOneHasIt() {
        tells("cc", first, second);
        memberTells();

        assertThat(returned(second.dot())).isInstanceOfSatisfying(Placeholder.class, over -> {
            assertThat(over.bare()).isTrue();
            assertThat(over.removals()).contains(new EntryId(first.dot(), 1), new EntryId(second.dot(), 0));
        });
    }
}
