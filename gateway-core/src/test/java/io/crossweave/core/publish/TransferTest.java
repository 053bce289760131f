package io.crossweave.core.publish;

import static io.crossweave.core.publish.Ops.add;
import static io.crossweave.core.publish.Ops.append;
import static io.crossweave.core.publish.Ops.copy;
import static io.crossweave.core.publish.Ops.move;
import static io.crossweave.core.publish.Ops.remove;
import static io.crossweave.core.publish.Ops.replace;
import static io.crossweave.core.publish.Ops.test;
import static io.crossweave.core.publish.Ops.violation;
import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.document.PathPattern;
import io.crossweave.core.event.Addition;
import io.crossweave.core.event.DeltaOperation;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.model.ContextType;
import io.crossweave.core.model.ContextType.PathClass;
import io.crossweave.core.model.MergeRule;
import io.crossweave.core.model.Tier;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** JSON Patch's {@code move}, {@code copy} and {@code test}: what they do, what they refuse, and which classes they take along (L4). */
final class TransferTest {
    private static final ContextType CLASSIFIED = new ContextType(
            "demo",
            1,
            Tier.IMPORTANT,
            List.of(
                    Types.merge("/messages", MergeRule.LOG),
                    Types.merge("/tags", MergeRule.SET),
                    Types.merge("/best", MergeRule.MAX)),
            List.of(
                    classified("/customer/**", "pii"),
                    classified("/person/ssn", "pii"),
                    classified("/person/ssn/**", "pii"),
                    classified("/card", "pci")));

    private final Replica a = new Replica("a", CLASSIFIED);

    private static PathClass classified(String pattern, String classification) {
        return new PathClass(PathPattern.parse(pattern), classification);
    }

    /** What an event adds, by path: its value and its classes. */
    private static Map<String, String> added(StampedEvent event) {
        var added = new TreeMap<String, String>();
        for (Addition addition : event.additions()) {
            added.merge(
                    addition.path().toString(),
                    Replica.textOf(addition.value()) + " " + addition.classification(),
                    (one, other) -> one + "; " + other);
        }
        return added;
    }

    // ---- what they do ----------------------------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '!',
            value = {
                "{'a':1}|/a|/b|{'b':1}|{'a':1,'b':1}",
                "{'a':{'b':[1,{'c':2}]}}|/a/b/1|/d|{'a':{'b':[1]},'d':{'c':2}}|{'a':{'b':[1,{'c':2}]},'d':{'c':2}}",
                "{'l':[1,2,3]}|/l/0|/l/2|{'l':[2,3,1]}|{'l':[1,2,1,3]}",
                "{'l':[1,2,3]}|/l/0|/l/-|{'l':[2,3,1]}|{'l':[1,2,3,1]}",
                "{'l':[1,2]}|/l/1|/l/0|{'l':[2,1]}|{'l':[2,1,2]}",
                "{'a':{'b':1},'c':2}|/a/b|/c|{'a':{},'c':1}|{'a':{'b':1},'c':1}",
                "{'a/b':1,'m~n':2}|/a~1b|/m~0n|{'m~n':1}|{'a/b':1,'m~n':1}",
                "{'a':{'b':{'c':1}}}|/a/b|/a|{'a':{'c':1}}|{'a':{'c':1}}",
                "{'a':1}|/a|/x/y|{'x':{'y':1}}|{'a':1,'x':{'y':1}}",
                "{'a':1}|/a|/a|{'a':1}|{'a':1}",
                "{'messages':['m1','m2']}|/messages/0|/first|{'first':'m1','messages':['m2']}"
                        + "|{'first':'m1','messages':['m1','m2']}",
                "{'a':'m3','messages':['m1']}|/a|/messages/-|{'messages':['m1','m3']}|{'a':'m3','messages':['m1','m3']}",
                "{'tags':['t','u']}|/tags/0|/a|{'a':'t','tags':['u']}|{'a':'t','tags':['t','u']}",
            })
    void L4_moveIsRemoveAndAddAndCopyIsAdd(String document, String from, String path, String moved, String copied) {
        a.put(1, document);
        a.delta(2, move(from, path));
        var b = new Replica("b", CLASSIFIED);
        b.put(1, document);
        b.delta(2, copy(from, path));

        assertThat(a.document()).isEqualTo(moved.replace('\'', '"'));
        assertThat(b.document()).isEqualTo(copied.replace('\'', '"'));
    }

    @Test
    void L4_eachOperationSeesWhatTheOnesBeforeItDid() {
        a.put(1, "{'a':1}");

        a.delta(2, copy("/a", "/b"), test("/b", "1"), move("/b", "/c"), add("/a", "2"), copy("/a", "/b"));

        assertThat(a.document()).isEqualTo("{\"a\":2,\"b\":2,\"c\":1}");
    }

    @Test
    void L4_aMoveRemovesWhatItsSiteHeldAndNothingElse() {
        Replica b = new Replica("b", CLASSIFIED);
        b.apply(a.put(1, "{'a':{'x':1}}"));
        StampedEvent moved = a.delta(2, move("/a", "/b"));
        StampedEvent meanwhile = b.delta(2, add("/a/y", "2"));
        a.apply(meanwhile);
        b.apply(moved);

        assertThat(a.document()).isEqualTo("{\"a\":{\"y\":2},\"b\":{\"x\":1}}");
        assertThat(b.canonicalForm()).isEqualTo(a.canonicalForm());
    }

    // ---- what they refuse ------------------------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource({
        "/none, /b, /none",
        "/l/2, /b, /l/2",
        "/l/01, /b, /l/01",
        "/l/-, /b, /l/-",
        "/a/b/c, /b, /a/b/c",
        "/a, /tags/0, /tags/0",
        "/a, /messages/-/x, /messages/-/x",
        "/l, '', ''",
        "/l, /best, /best",
    })
    void bothRefuseWhatIsAbsentAndWhereNothingCanGo(String from, String path, String named) {
        a.put(1, "{'a':{'b':1},'l':[1,[2]],'tags':['t'],'messages':['m']}");

        assertThat(violation(a.refused(copy(from, path))).pointer()).isEqualTo(named);
        assertThat(violation(a.refused(move(from, path))).pointer()).isEqualTo(named);
    }

    @Test
    void L4_nothingIsMovedIntoItself() {
        a.put(1, "{'a':{'b':1}}");

        assertThat(violation(a.refused(move("/a", "/a/c"))).detail()).contains("into itself");
        assertThat(violation(a.refused(move("", "/a"))).detail()).contains("into itself");
        a.delta(2, copy("/a", "/a/c"));
        assertThat(a.document()).isEqualTo("{\"a\":{\"b\":1,\"c\":{\"b\":1}}}");
    }

    @Test
    void L4_aFailedTestRefusesTheWholeChange() {
        a.put(1, "{'a':1}");

        var outcome = a.refused(move("/a", "/b"), test("/a", "1"));

        assertThat(violation(outcome).detail()).contains("test failed");
        assertThat(a.document()).isEqualTo("{\"a\":1}");
    }

    @Test
    void aChangeThatDoublesWhatItCopiesIsRefusedBeforeItCosts() {
        a.put(1, "{'l':[1]}");

        var doubling = new ArrayList<DeltaOperation>(Collections.nCopies(400, copy("/l", "/l/-")));

        assertThat(violation(a.refused(doubling.toArray(DeltaOperation[]::new))).detail())
                .contains("copy so much");
    }

    // ---- which classes go along
    // ---------------------------------------------------------------------------------------

    @Test
    void L4_aCopyIsOfTheClassesOfItsSourceAndItsTarget() {
        a.put(1, "{'person':{'ssn':'1','name':'n'}}");

        assertThat(added(a.delta(2, copy("/person/ssn", "/note")))).isEqualTo(Map.of("/note", "\"1\" pii"));
        assertThat(added(a.delta(3, copy("/person/ssn", "/card")))).isEqualTo(Map.of("/card", "\"1\" pci,pii"));
        assertThat(added(a.delta(4, copy("/person/name", "/card")))).isEqualTo(Map.of("/card", "\"n\" pci"));
        assertThat(added(a.delta(5, copy("/person/name", "/free")))).isEqualTo(Map.of("/free", "\"n\" "));
    }

    @Test
    void L4_whatPolicySaysOfAPlaceWithinAnArrayGoesAlong() {
        var b = new Replica("b", CLASSIFIED, Policies.classifying("/people/0/ssn", "secret"));
        b.put(1, "{'people':[{'ssn':'1','name':'n'}]}");

        assertThat(added(b.delta(2, copy("/people/0/ssn", "/x")))).isEqualTo(Map.of("/x", "\"1\" secret"));
        assertThat(added(b.delta(3, copy("/people/0/name", "/y")))).isEqualTo(Map.of("/y", "\"n\" "));
        assertThat(added(b.delta(4, copy("/people/0", "/z")))).containsEntry("/z/ssn", "\"1\" secret");
    }

    @Test
    void L4_eachPartOfAnObjectIsOfTheClassesOfItsOwnPlace() {
        a.put(1, "{'person':{'ssn':{'no':'1'},'name':'n'}}");

        assertThat(added(a.delta(2, move("/person", "/p"))))
                .containsEntry("/p/ssn/no", "\"1\" pii")
                .containsEntry("/p/name", "\"n\" ");
    }

    @Test
    void L4_theClassesStayWithTheCopyHoweverItIsCopiedOn() {
        a.put(1, "{'customer':{'email':'e'}}");
        a.delta(2, copy("/customer", "/c"), copy("/c/email", "/mail"));

        assertThat(added(a.delta(3, move("/mail", "/other")))).isEqualTo(Map.of("/other", "\"e\" pii"));
        assertThat(added(a.delta(4, append("/messages", "'m'"), copy("/other", "/messages/-"))))
                .isEqualTo(Map.of("/messages", "\"m\" ; \"e\" pii"));
        assertThat(added(a.delta(5, copy("/messages/1", "/again")))).isEqualTo(Map.of("/again", "\"e\" pii"));
        assertThat(added(a.delta(6, copy("/messages", "/all"))))
                .as("an array is one value")
                .isEqualTo(Map.of("/all", "[\"m\",\"e\"] pii"));
    }

    @Test
    void L4_anArrayKeepsTheClassesOfWhatWasCopiedIntoIt() {
        a.put(1, "{'person':{'ssn':'1'},'l':['x']}");

        assertThat(added(a.delta(2, copy("/person/ssn", "/l/-")))).containsEntry("/l", "[\"x\",\"1\"] pii");
        assertThat(added(a.delta(3, add("/l/0", "'w'")))).containsEntry("/l", "[\"w\",\"x\",\"1\"] pii");
        assertThat(added(a.delta(4, remove("/l/0")))).containsEntry("/l", "[\"x\",\"1\"] pii");
        assertThat(added(a.put(5, "{'person':{'ssn':'1'},'l':['x','1','y']}")))
                .containsEntry("/l", "[\"x\",\"1\",\"y\"] pii");
        assertThat(added(a.delta(6, copy("/l/1", "/m")))).containsEntry("/m", "\"1\" pii");
        assertThat(added(a.delta(7, remove("/l"), add("/l", "['fresh']")))).containsEntry("/l", "[\"fresh\"] ");
    }

    @Test
    void L4_anExtremeThatGoesOnKeepsItsClasses() {
        a.put(1, "{'person':{'ssn':9}}");

        assertThat(added(a.delta(2, copy("/person/ssn", "/best")))).containsEntry("/best", "9 pii");
        assertThat(added(a.delta(3, replace("/best", "3")))).containsEntry("/best", "9 pii");
        assertThat(added(a.delta(4, replace("/best", "10")))).containsEntry("/best", "10 ");
    }

    @Test
    void L4_theClassesAreStoredWithTheEntry() {
        a.put(1, "{'person':{'ssn':'1'}}");
        a.delta(2, copy("/person/ssn", "/card"));

        var loaded = a.stored.loaded(Replica.KEY, CLASSIFIED, a.state.meta());

        assertThat(Canonical.of(loaded)).isEqualTo(a.canonicalForm()).contains("pci,pii");
    }
}
