package io.crossweave.core.context;

import static io.crossweave.core.scripted.Changes.append;
import static io.crossweave.core.scripted.Changes.labelled;
import static io.crossweave.core.scripted.Changes.note;
import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.event.Placeholder;
import io.crossweave.core.event.SharersNotice;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.Dot;
import io.crossweave.core.model.Hlc;
import io.crossweave.core.rows.LogRow;
import io.crossweave.core.scripted.LaneSite;
import io.crossweave.core.stored.LogRecord;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SharingTest {
    private static final ContextKey KEY = note("c");
    private static final Set<String> REGIONS = Set.of("aa", "bb", "cc", "dd");

    private final LaneSite a = new LaneSite("aa", REGIONS, KEY);
    private final LaneSite b = new LaneSite("bb", REGIONS, KEY);
    private final LaneSite c = new LaneSite("cc", REGIONS, KEY);

    private static List<LogRecord.SharersAdded> grown(LaneSite site) {
        return site.logged().stream()
                .map(LogRow::record)
                .filter(LogRecord.SharersAdded.class::isInstance)
                .map(LogRecord.SharersAdded.class::cast)
                .toList();
    }

    private static Set<String> sharers(LaneSite site) {
        return site.stored(KEY).sharersNow();
    }

    /** What is stored of a context names so many regions at most: more of them could not be read again. */
    @Test
    void L8_namesThatAMemberMakesUpDontGrowWithoutBoundAndLeaveRoomForMembers() {
        for (int round = 0; round < 3; round++) {
            var regions = new TreeSet<String>();
            for (int i = 0; i < 900; i++) {
                regions.add("made-up-" + round + "-" + i);
            }
            c.arrive(a.id, new SharersNotice(KEY, regions));
        }
        c.arrive(a.id, new SharersNotice(KEY, new TreeSet<>(Set.of("dd"))));

        c.restart();
        assertThat(sharers(c)).hasSizeLessThanOrEqualTo(Limits.SITES_MAX).contains("dd");
    }

    @Test
    void L8_aSiteSharesAContextFromTheFirstEventThatIsReleasedToIt() {
        a.policy.withhold((event, to) -> to.equals("cc") && event.dot().counter() < 3);
        a.policy.withhold((event, to) -> to.equals("dd"));
        a.publishes(append(KEY, "e1"));
        a.publishes(append(KEY, "e2"));
        assertThat(sharers(a)).containsExactly("aa", "bb");

        a.publishes(append(KEY, "e3"));

        assertThat(sharers(a)).containsExactly("aa", "bb", "cc");
        LogRecord.SharersAdded grown = grown(a).getLast();
        assertThat(grown.added()).containsExactly("cc");
        assertThat(grown.told()).containsExactly("bb");
        assertThat(grown.ownCounter()).isEqualTo(2);
        assertThat(a.logged().getLast().position())
                .as("the record stands before the event that made it")
                .isGreaterThan(a.logged().get(a.logged().size() - 2).position());
    }

    @Test
    void L8_aContextThatNobodySharesIsNotMentioned() {
        a.policy.withhold((event, to) -> true);

        a.publishes(append(KEY, "e1"));

        assertThat(grown(a)).isEmpty();
        assertThat(sharers(a)).containsExactly("aa");
    }

    @Test
    void L8_aHoldIsNoRelease() {
        a.policy.hold((event, to) -> to.equals("cc"));

        a.publishes(append(KEY, "e1"));

        assertThat(sharers(a)).doesNotContain("cc");
    }

    @Test
    void L8_aNewSharerTellsTheOriginsThatItHearsOfInADependency() {
        StampedEvent first = b.publishes(append(KEY, "b1"));
        a.arrive(b.id, first);
        StampedEvent depends = a.publishes(append(KEY, "a1"));

        c.arrive(a.id, depends);

        assertThat(c.lane().waiting()).isEqualTo(1);
        assertThat(grown(c)).singleElement().satisfies(grown -> {
            assertThat(grown.added()).containsExactly("aa", "bb", "cc");
            assertThat(grown.told()).containsExactly("bb");
        });
    }

    @Test
    void L8_whoHearsOfASharerGivesItItsDotsSoFar() {
        b.publishes(append(KEY, "b1"));
        b.policy.withhold((event, to) -> true);
        b.forgetFollowed();

        b.arrive(c.id, new SharersNotice(KEY, new TreeSet<>(Set.of("cc", "bb"))));
        b.arrive(c.id, new SharersNotice(KEY, new TreeSet<>(Set.of("dd"))));
        b.arrive(c.id, new SharersNotice(KEY, new TreeSet<>(Set.of("dd", "cc"))));

        assertThat(grown(b)).isEmpty(); // b released b1 to all: they shared it already
        assertThat(sharers(b)).containsExactly("aa", "bb", "cc", "dd");
    }

    @Test
    void L8_aNoticeMakesTheRunOfEarlierDotsDue() {
        b.policy.withhold((event, to) -> true);
        b.publishes(append(KEY, "b1"));
        b.publishes(append(KEY, "b2"));

        b.arrive(c.id, new SharersNotice(KEY, new TreeSet<>(Set.of("cc"))));

        assertThat(grown(b)).singleElement().satisfies(grown -> {
            assertThat(grown.added()).containsExactly("cc");
            assertThat(grown.ownCounter()).isEqualTo(2);
        });
    }

    @Test
    void L8_aPlaceholderSaysThatItsOriginSharesTheContext() {
        c.policy.withhold((event, to) -> true);
        c.publishes(append(KEY, "c1"));

        c.arrive(a.id, new Placeholder(KEY, new Dot(a.id, 1), 1, List.of(), Hlc.ZERO));

        assertThat(sharers(c)).containsExactly("aa", "cc");
        assertThat(grown(c))
                .singleElement()
                .satisfies(grown -> assertThat(grown.added()).containsExactly("aa"));
    }

    @Test
    void L8_theSetOfSharersGrowsOnlyAlsoOverARestart() {
        a.policy.withhold((event, to) -> !to.equals("cc"));
        a.publishes(append(KEY, "e1"));
        a.policy.releaseAll().withhold((event, to) -> !to.equals("bb"));
        a.restart();

        a.publishes(append(KEY, "e2"));

        assertThat(sharers(a)).containsExactly("aa", "bb", "cc");
    }

    @Test
    void L8_aShareThatALinkAsksForIsLoggedOnce() {
        a.policy.hold((event, to) -> true);
        a.publishes(append(KEY, "e1"));

        a.share(KEY, "cc");
        a.share(KEY, "cc");

        assertThat(grown(a))
                .singleElement()
                .satisfies(grown -> assertThat(grown.ownCounter()).isEqualTo(1));
    }

    @Test
    void L11_labelsStickToAContextAndJoin() {
        a.publishes(labelled(append(KEY, "e1"), "residency", "EU"));
        a.publishes(labelled(append(KEY, "e2"), "residency", "JP"));

        StampedEvent plain = a.publishes(append(KEY, "e3"));

        assertThat(plain.labels().of("residency")).containsExactly("EU", "JP");
    }

    @Test
    void L11_labelsStickWhereTheEventWasHeardFromAPeerAndOverARestart() {
        StampedEvent labelled = a.publishes(labelled(append(KEY, "e1"), "residency", "EU"));
        b.arrive(a.id, labelled);
        b.restart();

        StampedEvent plain = b.publishes(append(KEY, "e2"));

        assertThat(plain.labels().of("residency")).containsExactly("EU");
    }
}
