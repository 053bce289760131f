package io.crossweave.core.context;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.conflict.ConflictSummary;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonPointer;
import io.crossweave.core.document.JsonString;
import io.crossweave.core.event.BodyHash;
import io.crossweave.core.event.ContextEvent;
import io.crossweave.core.event.Payload;
import io.crossweave.core.event.Provenance;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.gateway.ConflictQuery;
import io.crossweave.core.gateway.ConflictQuery.Which;
import io.crossweave.core.gateway.PublishOutcome;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.Labels;
import io.crossweave.core.rows.ConflictRows;
import io.crossweave.core.rows.ContextRows;
import io.crossweave.core.scripted.Changes;
import io.crossweave.core.scripted.LaneSite;
import io.crossweave.core.spi.AuditAction;
import io.crossweave.core.spi.AuditEntry;
import io.crossweave.core.stored.ConflictRecord;
import io.crossweave.core.stored.Supersession;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Conflicts as two sites commit, count and list them (L6). */
class ConflictLaneTest {
    private static final ContextKey KEY = Changes.note("c-1");

    private final LaneSite a = new LaneSite("a", Set.of("b"), KEY);
    private final LaneSite b = new LaneSite("b", Set.of("a"), KEY);

    private static ConflictRows conflicts(LaneSite site) {
        return new ContextRows(site.store()).conflicts();
    }

    private static List<ConflictRecord> list(LaneSite site, Which which) {
        return conflicts(site).list(new ConflictQuery("t", "", which, null, 100));
    }

    private void meet(String path) {
        StampedEvent ofA = a.publishes(Changes.set(KEY, "of-a" + path, path, "a"));
        b.nowMs++;
        StampedEvent ofB = b.publishes(Changes.set(KEY, "of-b" + path, path, "b"));
        a.arrive(b.id, ofB);
        b.arrive(a.id, ofA);
    }

    @Test
    void L6_itIsCountedWhereTheLaterWriteWasMadeAndNowhereElse() {
        meet("/x");

        assertThat(a.followed(AfterCommit.ConflictFound.class)).isEmpty();
        assertThat(b.followed(AfterCommit.ConflictFound.class))
                .containsExactly(new AfterCommit.ConflictFound("note", "a", "b"));
    }

    @Test
    void L6_itIsCommittedWithWhatMadeIt() {
        meet("/x");

        a.restart();
        b.restart();

        assertThat(list(a, Which.OPEN)).hasSize(1).isEqualTo(list(b, Which.OPEN));
        ConflictRecord conflict = list(a, Which.OPEN).getFirst();
        assertThat(conflicts(a).find("t", conflict.id())).isEqualTo(conflict);
        assertThat(conflicts(a).find("other", conflict.id())).isNull();
    }

    @Test
    void L6_whoOverwritesBothSettlesItAlsoAfterARestart() {
        meet("/x");
        a.restart();

        StampedEvent over = a.publishes(Changes.set(KEY, "over", "/x", "c"));
        b.arrive(a.id, over);

        assertThat(list(a, Which.OPEN)).isEmpty();
        assertThat(list(a, Which.SETTLED)).hasSize(1).isEqualTo(list(b, Which.SETTLED));
        assertThat(list(a, Which.ALL).getFirst().settled())
                .isEqualTo(new Supersession(over.stamp().hlc(), over.dot()));
    }

    @Test
    void L6_aPageBeginsBehindTheLastOne() {
        for (String path : List.of("/v", "/w", "/x")) {
            meet(path);
        }
        a.publishes(Changes.set(KEY, "over", "/w", "c"));
        var query = new ConflictQuery("t", "note", Which.ALL, null, 2);

        List<ConflictRecord> first = conflicts(a).list(query);
        List<ConflictRecord> second = conflicts(a).list(query.behind(first.getLast()));

        assertThat(first).hasSize(2);
        assertThat(second).hasSize(1).doesNotContainAnyElementsOf(first);
        assertThat(list(a, Which.OPEN)).hasSize(2);
        assertThat(list(a, Which.SETTLED)).hasSize(1);
        assertThat(conflicts(a).list(new ConflictQuery("t", "memo", Which.ALL, null, 2)))
                .isEmpty();
        assertThat(conflicts(a).list(new ConflictQuery("u", "", Which.ALL, null, 2)))
                .isEmpty();
    }

    @Test
    void L1_aChangeThatWasRetriedElsewhereIsInConflictWithNothing() {
        ContextEvent change = Changes.set(KEY, "retried", "/x", "1");
        StampedEvent ofA = a.publishes(change);
        a.publishes(Changes.set(KEY, "after", "/x", "3"));
        b.publishes(Changes.set(KEY, "before", "/x", "2"));
        StampedEvent ofB = b.publishes(change);

        a.arrive(b.id, b.ownEvents().getFirst(), ofB);

        assertThat(list(a, Which.ALL)).noneMatch(conflict -> conflict.concerns(ofB.dot()));
        assertThat(a.followed(AfterCommit.ConflictFound.class))
                .allMatch(found -> found.laterRegion().equals("a"));
        assertThat(ofA.dot().site()).isEqualTo(a.id);
    }

    @Test
    void L6_aDocumentThatNamesItSettlesIt() {
        meet("/x");
        var document = JsonObject.of("x", new JsonString("both"));
        var answer = new Payload.Reconciliation(
                document, List.of(list(a, Which.OPEN).getFirst().id()));

        PublishOutcome outcome =
                a.publish(new ContextEvent(KEY, "answer", answer, Labels.NONE, Provenance.UNKNOWN, BodyHash.UNKNOWN));

        assertThat(outcome).isInstanceOf(PublishOutcome.Published.class);
        assertThat(a.document(KEY)).isEqualTo("{\"x\":\"both\"}");
        assertThat(list(a, Which.OPEN)).isEmpty();
    }

    @Test
    void L6_whoSupersedesMoreThanStaysOnRecordSettlesAll_alsoWhereOneSideOfThemWasSettledBefore() {
        int rivals = Limits.CONFLICTS_SETTLED_MAX + 44;
        StampedEvent whole = a.publishes(Changes.set(KEY, "whole", "/a", "whole"));
        b.nowMs++;
        for (int i = 0; i < rivals; i++) {
            a.arrive(b.id, b.publishes(Changes.set(KEY, "part" + i, "/a/" + i, "part")));
        }
        assertThat(list(a, Which.OPEN)).hasSize(100);
        for (int i = 0; i < Limits.CONFLICTS_SETTLED_MAX; i++) {
            a.publishes(Changes.remove(KEY, "remove" + i, "/a/" + i));
        }
        assertThat(a.stored(KEY).live().values())
                .anyMatch(entry -> entry.id().dot().equals(whole.dot()));

        a.publishes(Changes.set(KEY, "over", "/a", "over"));

        assertThat(a.document(KEY)).isEqualTo("{\"a\":\"over\"}");
        assertThat(list(a, Which.OPEN)).isEmpty();
        assertThat(list(a, Which.ALL)).hasSize(100);
    }

    @Test
    void L6_aValueThatManyConflictsAreAboutIsNotKeptWithoutBounds() {
        a.publishes(Changes.set(KEY, "whole", "/a", "x".repeat(60 << 10)));
        b.nowMs++;
        for (int i = 0; i < 300; i++) {
            a.arrive(b.id, b.publishes(Changes.set(KEY, "part" + i, "/a/" + i, "part")));
        }
        List<ConflictRecord> kept =
                conflicts(a).list(new ConflictQuery("t", "", Which.OPEN, null, Limits.CONFLICTS_OPEN_MAX));

        assertThat(kept).hasSize(300);
        assertThat(kept.stream().mapToLong(ConflictRecord::bytes).sum()).isBetween(1L, Limits.CONFLICTS_BYTES_MAX);
    }

    @Test
    void L6_ofASideWhoseValuesTogetherAreTooLargeOnlyTheStampIsKept() {
        a.publishes(Changes.set(KEY, "whole", "/a", "whole"));
        b.nowMs++;
        var branch = JsonObject.EMPTY;
        for (int i = 0; i < 20; i++) {
            branch = branch.with("b" + i, new JsonString("x".repeat(10 << 10)));
        }
        a.arrive(b.id, b.publishes(Changes.set(KEY, "branch", "/a", branch)));

        ConflictRecord conflict = list(a, Which.OPEN).getFirst();
        assertThat(ConflictSummary.value(conflict, conflict.later())).isEmpty();
        assertThat(ConflictSummary.value(conflict, conflict.earlier())).contains(new JsonString("whole"));
    }

    private static ContextEvent change(String eventId, Payload payload) {
        return new ContextEvent(KEY, eventId, payload, Labels.NONE, Provenance.UNKNOWN, BodyHash.UNKNOWN);
    }

    private List<AuditEntry> audited() {
        return a.followed(AfterCommit.Audited.class).stream()
                .map(AfterCommit.Audited::entry)
                .toList();
    }

    @Test
    void L6_whoSettledItIsAuditedOnceAndWithoutAValue() {
        meet("/x");
        ConflictRecord conflict = list(a, Which.OPEN).getFirst();
        ContextEvent choice = change(
                        "chosen",
                        new Payload.Choice(conflict.id(), conflict.left().dot()))
                .by("olga");

        StampedEvent settled = a.publishes(choice);
        a.publish(choice);

        assertThat(audited()).hasSize(1);
        AuditEntry entry = audited().getFirst();
        assertThat(entry.action()).isEqualTo(AuditAction.CONFLICTS_SETTLED);
        assertThat(entry.actor()).isEqualTo("olga");
        assertThat(entry.context()).isEqualTo(KEY);
        assertThat(entry.facts())
                .containsOnly(
                        Map.entry("by", "choice"),
                        Map.entry("conflicts", conflict.id().hex()),
                        Map.entry("count", "1"),
                        Map.entry("dot", settled.dot().toString()));
    }

    @Test
    void L6_whatAResolverSettledIsTheSitesOwnDoing() {
        meet("/x");
        var verdict = new Payload.Verdict(
                JsonPointer.of("x"),
                new JsonString("v"),
                List.of(list(a, Which.OPEN).getFirst().id()));

        a.publishes(change("answer", verdict));

        assertThat(audited()).extracting(AuditEntry::actor).containsExactly(AuditEntry.SITE);
        assertThat(audited().getFirst().facts()).containsEntry("by", "resolver").doesNotContainValue("v");
    }
}
