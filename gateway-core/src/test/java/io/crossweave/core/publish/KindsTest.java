package io.crossweave.core.publish;

import static io.crossweave.core.publish.Ops.add;
import static io.crossweave.core.publish.Ops.append;
import static io.crossweave.core.publish.Ops.increment;
import static io.crossweave.core.publish.Ops.remove;
import static io.crossweave.core.publish.Ops.setAdd;
import static io.crossweave.core.publish.Ops.setRemove;
import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.event.CausalItem;
import io.crossweave.core.event.StampedEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where several kinds of value meet at one path (L2). */
final class KindsTest {
    private final Replica a = new Replica("a");
    private final Replica b = new Replica("b");

    private static void everywhere(String expected, CausalItem... items) {
        for (Replica c : Orders.all(() -> new Replica("c"), items)) {
            assertThat(c.document()).isEqualTo(expected.replace('\'', '"'));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            20 | 10 | {'a':5}
            10 | 20 | {'a':{'b':2}}
            10 | 10 | {'a':{'b':2}}
            """)
    void L2_theKindWithTheGreatestEntryAtOrBelowThePathIsShown(long scalarMs, long objectMs, String expected) {
        StampedEvent scalar = a.delta(scalarMs, add("/a", "5"));
        StampedEvent object = b.delta(objectMs, add("/a/b", "2"));

        everywhere(expected, scalar, object);
    }

    @Test
    void L2_aMemberDeepBelowCountsForTheKindOfItsAncestors() {
        StampedEvent scalar = a.delta(20, add("/a", "5"));
        StampedEvent old = b.delta(10, add("/a/x", "1"));
        StampedEvent deep = b.delta(30, add("/a/y/z", "2"));

        everywhere("{'a':{'x':1,'y':{'z':2}}}", scalar, old, deep);
    }

    @Test
    void L2_noLoserIsDropped() {
        StampedEvent object = a.delta(10, add("/a/b", "2"));
        StampedEvent scalar = b.delta(20, add("/a", "5"));
        b.apply(object);
        a.apply(scalar);
        assertThat(a.document()).isEqualTo("{\"a\":5}");

        StampedEvent newer = a.delta(30, add("/a/c", "3"));
        b.apply(newer);

        assertThat(a.document()).isEqualTo("{\"a\":{\"b\":2,\"c\":3}}");
        assertThat(b.canonicalForm()).isEqualTo(a.canonicalForm());
    }

    @Test
    void L2_anExplicitlyEmptyObjectIsOfTheKindOfItsMembers() {
        StampedEvent empty = a.delta(20, add("/a", "{}"));
        StampedEvent member = b.delta(10, add("/a/b", "2"));

        everywhere("{'a':{'b':2}}", empty, member);
    }

    @Test
    void L2_anExplicitlyEmptyObjectBeatsAnOlderScalar() {
        StampedEvent scalar = a.delta(10, add("/a", "5"));
        StampedEvent empty = b.delta(20, add("/a", "{}"));

        everywhere("{'a':{}}", scalar, empty);
    }

    @Test
    void L2_anEmptyArrayWithoutARuleIsAWholeValue() {
        StampedEvent empty = a.delta(20, add("/a", "[]"));
        StampedEvent member = b.delta(10, add("/a/b", "2"));

        everywhere("{'a':[]}", empty, member);
    }

    @Test
    void L2_anEmptyArrayAtALogOrSetIsTheEmptyLogOrSetAndNoOtherKind() {
        StampedEvent elements = a.delta(10, append("/messages", "'m'"), setAdd("/tags", "'t'"));
        StampedEvent empties = b.put(20, "{'messages':[],'tags':[]}");

        everywhere("{'messages':['m'],'tags':['t']}", elements, empties);
    }

    @Test
    void L2_aLogBelowAConcurrentScalarIsShownAgainOnceItIsNewer() {
        a.delta(10, append("/n/log", "'m1'"));
        StampedEvent scalar = b.delta(20, add("/n", "5"));
        a.apply(scalar);
        assertThat(a.document()).isEqualTo("{\"n\":5}");

        a.delta(30, append("/n/log", "'m2'"));

        assertThat(a.document()).isEqualTo("{\"n\":{\"log\":[\"m1\",\"m2\"]}}");
    }

    /** In each case the newest thing below {@code /n} goes, and the older scalar that lost against it must not come back. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            x       | {'x':1}
            log     | {'log':[]}
            tags    | {'tags':[]}
            """)
    void L3_aRemovalDoesNotBringBackAScalarThatHadLost(String member, String unused) {
        b.apply(a.delta(5, add("/n/old", "0")));
        StampedEvent scalar = b.delta(10, add("/n", "5"));
        switch (member) {
            case "x" -> a.delta(20, add("/n/x", "1"));
            case "log" -> a.delta(20, append("/n/log", "1"));
            default -> a.delta(20, setAdd("/n/tags", "1"));
        }
        a.apply(scalar);
        assertThat(a.document()).isEqualTo("{\"n\":" + unused.replace('\'', '"').replace("[]", "[1]") + "}");

        switch (member) {
            case "x" -> a.delta(30, remove("/n/x"));
            case "log" -> a.delta(30, remove("/n/log/0"));
            default -> a.delta(30, setRemove("/n/tags", "1"));
        }

        String expected = member.equals("x") ? "{}" : unused.replace('\'', '"');
        assertThat(a.document()).isEqualTo("{\"n\":" + expected + "}");
    }

    @Test
    void L3_aPutThatRemovesTheNewestMemberKeepsTheOlderOnesShown() {
        StampedEvent members = a.delta(
                5, add("/n/c", "3"), append("/n/log", "'m'"), setAdd("/n/tags", "'t'"), increment("/n/visits", "2"));
        StampedEvent scalar = b.delta(10, add("/n", "5"));
        a.delta(20, add("/n/b", "2"));
        a.apply(scalar);

        StampedEvent put = a.put(30, "{'n':{'c':3,'log':['m'],'tags':['t'],'visits':2}}");

        assertThat(a.document()).isEqualTo("{\"n\":{\"c\":3,\"log\":[\"m\"],\"tags\":[\"t\"],\"visits\":2}}");
        assertThat(put.additions()).isEmpty();
        assertThat(put.removals()).noneMatch(id -> id.dot().equals(members.dot()));
    }

    @Test
    void L3_aPutOfAnEmptyObjectShowsAnEmptyObject() {
        StampedEvent scalar = b.delta(10, add("/n", "5"));
        a.delta(20, add("/n/b", "2"));
        a.apply(scalar);

        a.put(30, "{'n':{}}");

        assertThat(a.document()).isEqualTo("{\"n\":{}}");
    }

    @Test
    void L4_aPutOfAnObjectOverAScalarLeavesTheLogThatTheScalarHid() {
        StampedEvent log = a.delta(10, append("/n/log", "'m1'"), add("/n/x", "1"));
        StampedEvent scalar = b.delta(20, add("/n", "5"));
        a.apply(scalar);

        a.put(30, "{'n':{'log':['m1','m2']}}");

        assertThat(a.document()).isEqualTo("{\"n\":{\"log\":[\"m1\",\"m2\"]}}");
        assertThat(a.state.liveOf(log.dot())).as("the root and m1").hasSize(2);
    }

    @Test
    void L3_aWriteSupersedesTheKindsThatItsSiteHoldsAtThePath() {
        StampedEvent object = a.delta(10, add("/a/b", "2"));
        StampedEvent scalar = b.delta(20, add("/a", "5"));
        a.apply(scalar);

        StampedEvent write = a.delta(30, add("/a", "6"));

        assertThat(write.removals()).extracting(id -> id.dot()).containsExactlyInAnyOrder(object.dot(), scalar.dot());
    }
}
