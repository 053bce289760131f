package io.crossweave.core.publish;

import static io.crossweave.core.publish.Ops.add;
import static io.crossweave.core.publish.Ops.append;
import static io.crossweave.core.publish.Ops.increment;
import static io.crossweave.core.publish.Ops.setAdd;
import static io.crossweave.core.publish.Ops.setRemove;
import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.event.Addition;
import io.crossweave.core.event.EventType;
import io.crossweave.core.event.StampedEvent;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole document as a client puts it, against what its site shows (L4). */
final class WholeDocumentTest {
    private final Replica a = new Replica("a");
    private final Replica b = new Replica("b");

    private static List<String> pathsOf(StampedEvent event) {
        return event.additions().stream()
                .map(addition -> addition.path().toString())
                .toList();
    }

    @Test
    void L4_aPutOfTheWholeDocumentTouchesOnlyWhatItChanges() {
        b.apply(a.put(1, "{'x':1,'y':1,'z':{'p':1,'q':[1,2]}}"));
        StampedEvent patch = b.delta(2, add("/y", "2"));

        StampedEvent put = a.put(3, "{'x':3,'y':1,'z':{'p':1.0,'q':[1,2]}}");
        a.apply(patch);
        b.apply(put);

        assertThat(pathsOf(put)).containsExactly("/x");
        assertThat(a.document()).isEqualTo("{\"x\":3,\"y\":2,\"z\":{\"p\":1,\"q\":[1,2]}}");
        assertThat(b.canonicalForm()).isEqualTo(a.canonicalForm());
    }

    @Test
    void L4_aPutOfWhatIsShownIsNoOperation() {
        String document =
                "{'e':{},'f':[],'messages':['m','m'],'n':{'tags':[],'visits':0},'tags':[1,2],'visits':2.5,'x':null}";
        a.put(1, document);

        StampedEvent again = a.put(2, document.replace("[1,2]", "[2,1.0,1,2]").replace("2.5", "25e-1"));

        assertThat(again.additions()).isEmpty();
        assertThat(again.removals()).isEmpty();
    }

    @Test
    void L4_anElementThatTheClientHadNotReadStays() {
        b.apply(a.put(1, "{'messages':['m1','m2']}"));
        StampedEvent third = b.delta(2, append("/messages", "'m3'"));
        a.apply(third);

        StampedEvent put = a.put(3, "{'messages':['m1','m2','m4']}");
        b.apply(put);

        assertThat(a.document()).isEqualTo("{\"messages\":[\"m1\",\"m2\",\"m3\",\"m4\"]}");
        assertThat(put.removals()).isEmpty();
        assertThat(b.canonicalForm()).isEqualTo(a.canonicalForm());
    }

    /** Equal elements are matched one to one. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            ['ok']          | ['ok','ok']     | ['ok','ok']
            ['ok','ok']     | ['ok']          | ['ok','ok']
            ['x','y']       | []              | ['x','y']
            ['x','y','z']   | ['z','x','y']   | ['x','y','z']
            ['x','y','z']   | ['z','w','x']   | ['x','y','z','w']
            []              | [{'t':1},1,1.0] | [{'t':1},1,1.0]
            """)
    void L4_elementsOfALogAreMatchedByEqualValueAndNewOnesAppended(String shown, String put, String expected) {
        a.put(1, "{'messages':" + shown + "}");

        a.put(2, "{'messages':" + put + "}");

        assertThat(a.document()).isEqualTo("{\"messages\":" + expected.replace('\'', '"') + "}");
    }

    @Test
    void L4_aLogThatThePutLeavesOutStays() {
        a.put(1, "{'messages':['m'],'n':{'log':['m'],'x':1,'tags':['t'],'visits':1},'x':1}");

        a.put(2, "{}");

        assertThat(a.document()).isEqualTo("{\"messages\":[\"m\"],\"n\":{\"log\":[\"m\"]}}");
    }

    @Test
    void L4_aSetTakesTheDifference() {
        b.apply(a.put(1, "{'tags':['x','y']}"));
        StampedEvent concurrent = b.delta(2, setAdd("/tags", "'z'"), setRemove("/tags", "'x'"));

        StampedEvent put = a.put(2, "{'tags':['x','w']}");
        a.apply(concurrent);
        b.apply(put);

        assertThat(put.additions()).extracting(Addition::value).containsExactly(Replica.json("'w'"));
        assertThat(a.document()).isEqualTo("{\"tags\":[\"w\",\"z\"]}");
        assertThat(b.canonicalForm()).isEqualTo(a.canonicalForm());
    }

    @Test
    void L4_aCounterTakesTheDifference() {
        b.apply(a.put(1, "{'visits':10}"));
        StampedEvent concurrent = b.delta(2, increment("/visits", "5"));

        StampedEvent put = a.put(2, "{'visits':12.5}");
        a.apply(concurrent);
        b.apply(put);

        assertThat(put.additions()).extracting(Addition::value).containsExactly(Replica.json("2.5"));
        assertThat(a.document()).isEqualTo("{\"visits\":17.5}");
        assertThat(b.canonicalForm()).isEqualTo(a.canonicalForm());
    }

    @Test
    void L4_whatIsShownAndMissingIsRemoved() {
        a.put(1, "{'x':{'p':1,'q':2},'y':1,'tags':['t'],'visits':1}");

        a.put(2, "{'x':{'q':2}}");

        assertThat(a.document()).isEqualTo("{\"x\":{\"q\":2}}");
    }

    @Test
    void explicitEmptyValuesAreShown() {
        a.put(1, "{'x':{},'y':[],'n':{'log':[],'tags':[],'visits':0}}");

        assertThat(a.document()).isEqualTo("{\"n\":{\"log\":[],\"tags\":[],\"visits\":0},\"x\":{},\"y\":[]}");
    }

    @Test
    void anObjectThatLosesItsLastMemberByAPutStaysEmpty() {
        a.put(1, "{'x':{'p':1}}");

        a.put(2, "{'x':{}}");

        assertThat(a.document()).isEqualTo("{\"x\":{}}");
    }

    @Test
    void anEmptyDocumentIsADocument() {
        StampedEvent event = a.put(1, "{}");

        assertThat(event.type()).isEqualTo(EventType.STATE);
        assertThat(a.document()).isEqualTo("{}");
    }

    @Test
    void theRootEntryIsWrittenOnce() {
        a.put(1, "{'x':1}");

        StampedEvent second = a.put(2, "{'x':2}");

        assertThat(pathsOf(second)).containsExactly("/x");
    }

    @Test
    void aScalarInPlaceOfAnObjectTakesAllThatIsBelow() {
        a.put(1, "{'n':{'log':['m'],'x':{'p':1}}}");

        a.put(2, "{'n':5}");

        assertThat(a.document()).isEqualTo("{\"n\":5}");
        assertThat(a.state.live()).hasSize(2);
    }

    @Test
    void everyKindOfScalarIsKeptAsItWasWritten() {
        String document =
                "{\"a\":null,\"b\":true,\"c\":1.50,\"d\":9007199254740993,\"e\":\"\",\"f\":[null,{\"g\":[]}]}";

        a.put(1, document);

        assertThat(a.document()).isEqualTo(document);
    }
}
