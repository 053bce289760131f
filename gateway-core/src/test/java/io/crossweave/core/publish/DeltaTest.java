package io.crossweave.core.publish;

import static io.crossweave.core.publish.Ops.add;
import static io.crossweave.core.publish.Ops.append;
import static io.crossweave.core.publish.Ops.increment;
import static io.crossweave.core.publish.Ops.remove;
import static io.crossweave.core.publish.Ops.replace;
import static io.crossweave.core.publish.Ops.setAdd;
import static io.crossweave.core.publish.Ops.setRemove;
import static io.crossweave.core.publish.Ops.test;
import static io.crossweave.core.publish.Ops.violation;
import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.event.Addition;
import io.crossweave.core.event.DeltaOperation;
import io.crossweave.core.event.EntryKind;
import io.crossweave.core.event.EventType;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.model.EntryId;
import java.util.ArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What each operation of a delta becomes (L4). */
final class DeltaTest {
    private final Replica a = new Replica("a");

    @Test
    void addSetsAPathAndMakesMissingParents() {
        a.delta(1, add("/x/y/z", "1"));

        assertThat(a.document()).isEqualTo("{'x':{'y':{'z':1}}}".replace('\'', '"'));
    }

    @Test
    void replaceSetsAnAbsentPathToo() {
        a.delta(1, replace("/x/y", "1"));

        assertThat(a.document()).isEqualTo("{\"x\":{\"y\":1}}");
    }

    @Test
    void writingBelowAScalarMakesAnObjectOfIt() {
        a.put(1, "{'x':5}");

        StampedEvent event = a.delta(2, add("/x/y", "1"));

        assertThat(a.document()).isEqualTo("{\"x\":{\"y\":1}}");
        assertThat(event.removals()).hasSize(1);
    }

    @Test
    void addAtTheRootPutsTheWholeDocument() {
        a.put(1, "{'x':1,'messages':['m']}");

        a.delta(2, add("", "{'y':2}"));

        assertThat(a.document()).isEqualTo("{\"messages\":[\"m\"],\"y\":2}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "[]", "'text'", "null"})
    void aDocumentIsAnObject(String value) {
        assertThat(violation(a.refused(add("", value))).detail()).contains("object");
    }

    @Test
    void aWrittenObjectBecomesOneEntryForEachLeaf() {
        StampedEvent event = a.delta(1, add("/x", "{'p':1,'q':{'r':2},'s':{}}"));

        assertThat(event.additions())
                .extracting(addition -> addition.path() + " " + Replica.textOf(addition.value()))
                .containsExactly(" {}", "/x/p 1", "/x/q/r 2", "/x/s {}");
        assertThat(event.additions()).extracting(Addition::ordinal).containsExactly(0, 1, 2, 3);
    }

    @Test
    void removeTakesAllThatIsHeldBelow() {
        a.put(1, "{'x':{'p':1,'q':{'r':2}},'y':1}");

        StampedEvent event = a.delta(2, remove("/x"));

        assertThat(a.document()).isEqualTo("{\"y\":1}");
        assertThat(event.removals()).hasSize(2);
        assertThat(event.additions()).isEmpty();
    }

    @Test
    void removingTheLastMemberLeavesItsParentEmpty() {
        a.put(1, "{'x':{'p':1}}");

        a.delta(2, remove("/x/p"));

        assertThat(a.document()).isEqualTo("{\"x\":{}}");
    }

    @Test
    void removingTheLastMemberOfTheDocumentLeavesAnEmptyDocument() {
        a.put(1, "{'x':1}");

        StampedEvent event = a.delta(2, remove("/x"));

        assertThat(a.document()).isEqualTo("{}");
        assertThat(event.additions()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/absent", "/x/absent", "/x/p/q", "/messages/1", "/messages/-", "/tags/9", "/list/2", "/list/-"})
    void removeRefusesAnAbsentPath(String path) {
        a.put(1, "{'x':{'p':1},'messages':['m'],'tags':['t'],'list':[1,2]}");

        assertThat(violation(a.refused(remove(path))).pointer()).isEqualTo(path);
    }

    @Test
    void removeRefusesTheRoot() {
        a.put(1, "{}");

        assertThat(violation(a.refused(remove(""))).detail()).contains("deleting");
    }

    @Test
    void incrementAddsToACounterThatIsAbsent() {
        a.delta(1, increment("/n/visits", "2.5"), increment("/n/visits", "-1"));

        assertThat(a.document()).isEqualTo("{\"n\":{\"visits\":1.5}}");
    }

    @Test
    void setAddOfAMemberThatIsShownIsNoOperation() {
        a.put(1, "{'tags':['x',1]}");

        StampedEvent event = a.delta(2, setAdd("/tags", "'x'"), setAdd("/tags", "1.0"), setAdd("/tags", "'y'"));

        assertThat(event.additions()).hasSize(1);
        assertThat(a.document()).isEqualTo("{\"tags\":[1,\"x\",\"y\"]}");
    }

    @Test
    void setRemoveTakesEveryEntryOfAnEqualMember() {
        Replica b = new Replica("b");
        b.apply(a.put(1, "{'tags':[1]}"));
        StampedEvent again = b.delta(2, setRemove("/tags", "1.00"), setAdd("/tags", "1.0"));
        a.apply(again);

        a.delta(3, setRemove("/tags", "1e0"));

        assertThat(a.document()).isEqualTo("{\"tags\":[]}");
    }

    @Test
    void setRemoveFromASetThatIsNotThereChangesNothing() {
        a.put(1, "{'n':5}");

        StampedEvent event = a.delta(2, setRemove("/n/tags", "'x'"));

        assertThat(event.additions()).isEmpty();
        assertThat(event.removals()).isEmpty();
        assertThat(a.document()).isEqualTo("{\"n\":5}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/messages/-", "/messages/0", "/messages/7"})
    void addAtAnyIndexOfALogAppends(String path) {
        a.put(1, "{'messages':['m1','m2']}");

        StampedEvent event = a.delta(2, add(path, "'m3'"));

        assertThat(event.additions()).extracting(Addition::kind).containsExactly(EntryKind.APPEND);
        assertThat(event.removals()).isEmpty();
        assertThat(a.document()).isEqualTo("{\"messages\":[\"m1\",\"m2\",\"m3\"]}");
    }

    @Test
    void removeAtAnIndexOfALogNamesTheElementThatStandsThere() {
        StampedEvent first =
                a.delta(1, append("/messages", "'m1'"), append("/messages", "'m2'"), append("/messages", "'m3'"));

        StampedEvent event = a.delta(2, remove("/messages/1"));

        assertThat(event.removals())
                .containsExactly(first.additions().stream()
                        .filter(addition -> Replica.textOf(addition.value()).equals("\"m2\""))
                        .map(addition -> new EntryId(first.dot(), addition.ordinal()))
                        .findFirst()
                        .orElseThrow());
        assertThat(a.document()).isEqualTo("{\"messages\":[\"m1\",\"m3\"]}");
    }

    @Test
    void removingTheLastElementLeavesAnEmptyCollection() {
        a.delta(1, append("/messages", "'m'"), setAdd("/n/tags", "'t'"));

        a.delta(2, remove("/messages/0"), remove("/n/tags/0"));

        assertThat(a.document()).isEqualTo("{\"messages\":[],\"n\":{\"tags\":[]}}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/messages/0", "/messages/0/text", "/tags/0", "/tags/-", "/visits/x", "/n/log/0/text"})
    void elementsOfCollectionsDoNotChangeInPlace(String path) {
        a.put(1, "{'messages':[{'text':'m'}],'tags':['t'],'visits':1,'n':{'log':[{'text':'m'}]}}");

        assertThat(violation(a.refused(replace(path, "1"))).pointer()).isEqualTo(path);
    }

    @Test
    void anArrayWithoutARuleIsOneValueAndAnEditByIndexWritesItAnew() {
        a.put(1, "{'list':[1,[2,{'p':3}],4]}");

        StampedEvent event = a.delta(
                2,
                replace("/list/1/1/p", "5"),
                add("/list/0", "0"),
                add("/list/-", "{'q':[]}"),
                remove("/list/1"),
                add("/list/3/q/-", "true"));

        assertThat(a.document()).isEqualTo("{\"list\":[0,[2,{\"p\":5}],4,{\"q\":[true]}]}");
        assertThat(event.additions()).hasSize(1);
        assertThat(event.removals()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/list/3", "/list/01", "/list/-1", "/list/x", "/list/0/p", "/list/99999999999"})
    void anEditOfAnArrayOutsideOfItIsRefused(String path) {
        a.put(1, "{'list':[1,2]}");

        assertThat(violation(a.refused(add(path, "1"))).pointer()).isEqualTo(path);
    }

    @Test
    void testComparesByDecimalValueAndMemberOrderIsNothing() {
        a.put(1, "{'x':{'p':1.0,'q':[1,{}]},'messages':['m']}");

        a.delta(
                2,
                test("/x", "{'q':[1e0,{}],'p':1}"),
                test("/messages/0", "'m'"),
                test("/messages", "['m']"),
                add("/y", "1"));

        assertThat(a.document()).contains("\"y\":1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/x", "/absent", "/messages/-", "/messages/1"})
    void aFailedTestRefusesTheWholeEvent(String path) {
        a.put(1, "{'x':1,'messages':['m']}");

        assertThat(violation(a.refused(add("/y", "1"), test(path, "2"))).pointer())
                .isEqualTo(path);
        assertThat(a.document()).isEqualTo("{\"messages\":[\"m\"],\"x\":1}");
    }

    @Test
    void anOperationSeesWhatTheOnesBeforeItDid() {
        a.delta(
                1,
                append("/messages", "'m1'"),
                test("/messages/0", "'m1'"),
                append("/messages", "'m2'"),
                remove("/messages/0"),
                test("/messages", "['m2']"));

        assertThat(a.document()).isEqualTo("{\"messages\":[\"m2\"]}");
    }

    @Test
    void whatAnEventAddsAndTakesBackIsNotInIt() {
        StampedEvent event = a.delta(1, add("/x", "1"), add("/x", "2"), add("/y", "3"), remove("/y"));

        assertThat(event.removals()).isEmpty();
        assertThat(event.additions())
                .extracting(
                        addition -> addition.ordinal() + " " + addition.path() + " " + Replica.textOf(addition.value()))
                .containsExactly("0  {}", "1 /x 2");
    }

    @Test
    void L2_twentyAppendsOfOneEventStandInTheirOrderEverywhere() {
        Replica b = new Replica("b");
        var operations = new ArrayList<DeltaOperation>();
        IntStream.range(0, 20).forEach(i -> operations.add(append("/messages", "'m" + i + "'")));

        b.apply(a.delta(1, operations.toArray(DeltaOperation[]::new)));

        String expected = IntStream.range(0, 20)
                .mapToObj(i -> "\"m" + i + "\"")
                .reduce((left, right) -> left + "," + right)
                .orElseThrow();
        assertThat(b.document()).isEqualTo("{\"messages\":[" + expected + "]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/x", "/tags", "/visits", "/n", "/messages/0"})
    void appendNeedsALog(String path) {
        assertThat(violation(a.refused(append(path, "1"))).detail()).contains("log");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/x", "/messages", "/visits", ""})
    void setOperationsNeedASet(String path) {
        assertThat(violation(a.refused(setAdd(path, "1"))).detail()).contains("set");
        assertThat(violation(a.refused(setRemove(path, "1"))).detail()).contains("set");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/x", "/messages", "/tags", ""})
    void incrementNeedsACounter(String path) {
        assertThat(violation(a.refused(increment(path, "1"))).detail()).contains("counter");
    }

    @Test
    void aRuledPathTakesNoValueOfAnotherShape() {
        assertThat(violation(a.refused(add("/messages", "'m'"))).detail()).contains("log");
        assertThat(violation(a.refused(add("/tags", "{}"))).detail()).contains("set");
        assertThat(violation(a.refused(add("/visits", "[1]"))).detail()).contains("counter");
        assertThat(violation(a.refused(add("/n", "{'log':1}"))).pointer()).isEqualTo("/n/log");
    }

    @Test
    void aDeltaIsADelta() {
        assertThat(a.delta(1, add("/x", "1")).type()).isEqualTo(EventType.DELTA);
    }

    /** Only a whole document leaves alone what is shown already: who names a path means it, whatever somebody else writes there meanwhile. */
    @Test
    void L4_aPathThatIsAskedForIsWrittenAlsoWhereItShowsTheValue() {
        var b = new Replica("b");
        StampedEvent first = a.put(1, "{'x':1,'y':1}");
        b.apply(first);
        StampedEvent concurrent = b.put(5, "{'x':2,'y':2}");

        StampedEvent asked = a.delta(7, replace("/x", "1"));
        StampedEvent merged = a.merge(8, "{'y':1}");

        a.apply(concurrent);
        b.apply(asked, merged);
        assertThat(a.document()).isEqualTo("{\"x\":1,\"y\":1}");
        assertThat(b.document()).isEqualTo(a.document());
        assertThat(asked.removals()).hasSize(1);
    }

    @Test
    void L4_aWholeDocumentLeavesAloneWhatIsShown() {
        a.put(1, "{'x':1}");

        assertThat(a.put(2, "{'x':1}").additions()).isEmpty();
    }
}
