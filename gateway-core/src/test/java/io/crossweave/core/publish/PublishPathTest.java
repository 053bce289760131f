package io.crossweave.core.publish;

import static io.crossweave.core.publish.Ops.add;
import static io.crossweave.core.publish.Ops.append;
import static io.crossweave.core.publish.Ops.increment;
import static io.crossweave.core.publish.Ops.remove;
import static io.crossweave.core.publish.Ops.setAdd;
import static io.crossweave.core.publish.Ops.test;
import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.causality.VersionVector;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.PathPattern;
import io.crossweave.core.event.Addition;
import io.crossweave.core.event.BodyHash;
import io.crossweave.core.event.ContextEvent;
import io.crossweave.core.event.EventType;
import io.crossweave.core.event.Payload;
import io.crossweave.core.event.Provenance;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.gateway.Precondition;
import io.crossweave.core.gateway.PublishOutcome;
import io.crossweave.core.model.ContextType;
import io.crossweave.core.model.ContextType.PathClass;
import io.crossweave.core.model.Dot;
import io.crossweave.core.model.Hlc;
import io.crossweave.core.model.Labels;
import io.crossweave.core.model.SiteId;
import io.crossweave.core.model.Tier;
import io.crossweave.core.spi.SubmissionDecision;
import io.crossweave.core.state.ContextState;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The way of one change to its stamp. */
final class PublishPathTest {
    private static final SiteId SITE = new SiteId("a", 1);
    private static final Payload PUT = new Payload.State((JsonObject) Replica.json("{'x':1}"));

    private final ContextState state = new ContextState(Replica.KEY, Types.DEMO);
    private final PublishPath path = new PublishPath(SITE, Policies.PERMISSIVE);

    private static ContextEvent change(Payload payload, Labels labels) {
        return new ContextEvent(Replica.KEY, "e-1", payload, labels, Provenance.UNKNOWN, BodyHash.of(new byte[16]));
    }

    private Stamping stamp(Precondition precondition) {
        return path.stamp(state, change(PUT, Labels.NONE), precondition, 1);
    }

    private void applyOne(Labels labels) {
        Stamping stamping = path.stamp(state, change(PUT, labels), Precondition.NONE, 1);
        state.apply(((Stamping.Stamped) stamping).event(), new StoredCopy());
    }

    @Test
    void anAbsentContextIsAbsentAndDoesNotExist() {
        assertThat(stamp(new Precondition.Absent())).isInstanceOf(Stamping.Stamped.class);
        assertThat(stamp(new Precondition.Exists())).isEqualTo(new Stamping.Refused(new PublishOutcome.NotFound()));
        assertThat(stamp(new Precondition.Matches(VersionVector.EMPTY))).isInstanceOf(Stamping.Stamped.class);
    }

    @Test
    void aVisibleContextMatchesItsVersionOnly() {
        applyOne(Labels.NONE);
        var refused = new Stamping.Refused(new PublishOutcome.PreconditionFailed(state.vector()));

        assertThat(stamp(new Precondition.Absent())).isEqualTo(refused);
        assertThat(stamp(new Precondition.Matches(VersionVector.EMPTY))).isEqualTo(refused);
        assertThat(stamp(new Precondition.Matches(state.vector()))).isInstanceOf(Stamping.Stamped.class);
        assertThat(stamp(new Precondition.Exists())).isInstanceOf(Stamping.Stamped.class);
    }

    @Test
    void aDeletedContextIsAbsent() {
        var a = new Replica("a");
        a.put(1, "{}");
        a.delete(2);

        Stamping stamping = path.stamp(a.state, change(PUT, Labels.NONE), new Precondition.Absent(), 3);

        assertThat(stamping).isInstanceOf(Stamping.Stamped.class);
    }

    @Test
    void dataThatTheSiteMayNotHoldIsRefusedWithTheRulesName() {
        var refusing = new PublishPath(
                SITE, Policies.admitting(new SubmissionDecision.Refused("eu-only", "the site is not in the EU")));

        Stamping stamping = refusing.stamp(state, change(PUT, Labels.NONE), Precondition.NONE, 1);

        assertThat(stamping)
                .isEqualTo(
                        new Stamping.Refused(new PublishOutcome.PolicyRefused("eu-only", "the site is not in the EU")));
    }

    @Test
    void L11_labelsStickToTheContext() {
        applyOne(Labels.of("residency", "EU"));

        Stamping stamping = path.stamp(state, change(PUT, Labels.of("team", "x")), Precondition.NONE, 1);

        Labels labels = ((Stamping.Stamped) stamping).event().labels();
        assertThat(labels).isEqualTo(Labels.of("residency", "EU").join(Labels.of("team", "x")));
    }

    @Test
    void theStampHasTheNextDotAndDependsOnAllThatIsApplied() {
        var b = new Replica("b");
        state.apply(b.put(50, "{}"), new StoredCopy());
        applyOne(Labels.NONE);

        StampedEvent event = ((Stamping.Stamped) stamp(Precondition.NONE)).event();

        assertThat(event.dot()).isEqualTo(new Dot(SITE, 2));
        assertThat(event.stamp().depends()).isEqualTo(VersionVector.of(new Dot(SITE, 1), new Dot(b.site, 1)));
        assertThat(event.stamp().eventId()).isEqualTo("e-1");
        assertThat(event.bodyHash().isKnown()).isTrue();
        assertThat(event.ruleVersion()).isEqualTo(1);
    }

    @Test
    void L7_theStampIsOneTickAfterTheClockOrAllThatIsApplied() {
        var b = new Replica("b");
        StampedEvent ahead = b.put(1_000, "{}");
        state.apply(ahead, new StoredCopy());

        assertThat(path.nextStamp(state, "e", 10).hlc())
                .isEqualTo(ahead.stamp().hlc().tick());
        assertThat(path.nextStamp(state, "e", 2_000).hlc())
                .isEqualTo(Hlc.ofMillis(2_000).tick());
    }

    @Test
    void L7_anOverwriteNeverLosesToWhatItOverwrote() {
        var a = new Replica("a");
        var c = new Replica("c");
        long tenYearsAheadMs = 10L * 365 * 86_400_000;
        a.apply(c.put(tenYearsAheadMs, "{'x':'c'}"));

        c.apply(a.delta(1, add("/x", "'a'")));

        assertThat(a.document()).isEqualTo("{\"x\":\"a\"}");
        assertThat(c.canonicalForm()).isEqualTo(a.canonicalForm());
    }

    @Test
    void eachPayloadIsAnEventOfItsType() {
        applyOne(Labels.NONE);

        assertThat(typeOf(PUT)).isEqualTo(EventType.STATE);
        assertThat(typeOf(new Payload.Merge(JsonObject.EMPTY))).isEqualTo(EventType.DELTA);
        assertThat(typeOf(new Payload.Delta(List.of()))).isEqualTo(EventType.DELTA);
        assertThat(typeOf(new Payload.Deletion())).isEqualTo(EventType.DELETED);
    }

    private EventType typeOf(Payload payload) {
        Stamping stamping = path.stamp(state, change(payload, Labels.NONE), Precondition.NONE, 1);
        return ((Stamping.Stamped) stamping).event().type();
    }

    @Test
    void L4_classesTravelWithTheEntriesOfTheirPaths() {
        var type = new ContextType(
                "demo",
                7,
                Tier.IMPORTANT,
                List.of(),
                List.of(
                        new PathClass(PathPattern.parse("/ssn"), "pii"),
                        new PathClass(PathPattern.parse("/p/**"), "secret")));
        var a = new Replica("a", type);

        StampedEvent event = a.put(1, "{'ssn':'1','p':{'q':{'r':1}},'x':1}");

        assertThat(event.additions())
                .extracting(addition -> addition.path() + "=" + addition.classification())
                .containsExactly("=", "/p/q/r=secret", "/ssn=pii", "/x=");
        assertThat(event.ruleVersion()).isEqualTo(7);
        assertThat(a.state.live().values()).allMatch(entry -> entry.ruleVersion() == 7);
    }

    @Test
    void aDraftLeavesNoTraceWhetherItSucceedsOrNot() {
        var a = new Replica("a");
        var b = new Replica("b");
        StampedEvent hidden = b.delta(1, add("/n/x", "1"));
        a.put(5, "{'messages':['m1','m2'],'tags':[1,'t'],'visits':2,'n':{'log':[{'t':1}],'x':{'y':[]}},'e':{}}");
        a.apply(b.delta(6, setAdd("/tags", "1.0"), add("/n", "5")), new Replica("c").delete(3), hiddenTwin(hidden));
        String before = a.fingerprint();

        a.stamp(9, "one", new Payload.Deletion());
        assertThat(a.fingerprint()).isEqualTo(before);
        a.stamp(9, "two", new Payload.State((JsonObject) Replica.json("{'n':{'log':[]},'tags':[2]}")));
        assertThat(a.fingerprint()).isEqualTo(before);
        a.refused(
                remove("/messages/0"),
                append("/messages", "'m3'"),
                remove("/messages/1"),
                increment("/visits", "5"),
                add("/n/x/y/z", "1"),
                remove("/tags/0"),
                add("", "{}"),
                test("/absent", "1"));
    }

    private static StampedEvent hiddenTwin(StampedEvent event) {
        // The same client event from a third site, which is as good as any other concurrent one here.
        return new Replica("d").delta(1, add(event.additions().getLast().path().toString(), "1"));
    }

    @Test
    void anEventWithNothingToDoIsStampedAllTheSame() {
        applyOne(Labels.NONE);

        StampedEvent event = ((Stamping.Stamped) stamp(Precondition.NONE)).event();

        assertThat(event.additions()).extracting(Addition::path).isEmpty();
        assertThat(event.removals()).isEmpty();
        assertThat(event.dot().counter()).isEqualTo(2);
    }
}
