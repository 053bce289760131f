package io.crossweave.core.publish;

import static io.crossweave.core.publish.Ops.violation;
import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.event.Payload;
import io.crossweave.core.event.StampedEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** JSON Merge Patch (RFC 7396), and what merge rules make of it. */
final class MergePatchTest {
    private final Replica a = new Replica("a");

    /** The cases of RFC 7396, appendix A, whose document and patch are objects; the others can't be a context's. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"a":"b"}            | {"a":"c"}                | {"a":"c"}
            {"a":"b"}            | {"b":"c"}                | {"a":"b","b":"c"}
            {"a":"b"}            | {"a":null}               | {}
            {"a":"b","b":"c"}    | {"a":null}               | {"b":"c"}
            {"a":["b"]}          | {"a":"c"}                | {"a":"c"}
            {"a":"c"}            | {"a":["b"]}              | {"a":["b"]}
            {"a":{"b":"c"}}      | {"a":{"b":"d","c":null}} | {"a":{"b":"d"}}
            {"a":[{"b":"c"}]}    | {"a":[1]}                | {"a":[1]}
            {"e":null}           | {"a":1}                  | {"a":1,"e":null}
            {}                   | {"a":{"bb":{"ccc":null}}}| {"a":{"bb":{}}}
            """)
    void doesAsTheAppendixOfItsStandardSays(String document, String patch, String expected) {
        a.put(1, document);

        a.merge(2, patch);

        assertThat(a.document()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "1", "null", "'x'"})
    void aPatchThatIsNoObjectIsRefused(String patch) {
        a.put(1, "{'x':1}");

        assertThat(violation(a.refused(new Payload.Merge(Replica.json(patch)))).pointer())
                .isEmpty();
    }

    @Test
    void createsAContextThatIsAbsent() {
        a.merge(1, "{'x':{'y':1,'z':null}}");

        assertThat(a.document()).isEqualTo("{\"x\":{\"y\":1}}");
    }

    @Test
    void anEmptyPatchOfAnEmptyObjectMakesIt() {
        a.merge(1, "{'x':{}}");

        assertThat(a.document()).isEqualTo("{\"x\":{}}");
    }

    @Test
    void leavesUnmentionedPathsAloneAndSetsWhatItMentions() {
        a.put(1, "{'x':{'p':1,'q':2},'y':3}");

        StampedEvent event = a.merge(2, "{'x':{'p':1,'q':4}}");

        assertThat(a.document()).isEqualTo("{\"x\":{\"p\":1,\"q\":4},\"y\":3}");
        assertThat(event.additions()).hasSize(2);
        assertThat(event.removals()).hasSize(2);
    }

    @Test
    void nullRemovesALogASetOrACounterWhole() {
        a.put(1, "{'messages':['m'],'tags':['t'],'visits':3,'x':1}");

        a.merge(2, "{'messages':null,'tags':null,'visits':null,'absent':null}");

        assertThat(a.document()).isEqualTo("{\"x\":1}");
    }

    @Test
    void aRuledPathTakesItsValueByItsRule() {
        a.put(1, "{'messages':['m1'],'tags':['s','t'],'visits':3}");

        a.merge(2, "{'messages':['m2'],'tags':['t','u'],'visits':5}");

        assertThat(a.document()).isEqualTo("{\"messages\":[\"m1\",\"m2\"],\"tags\":[\"t\",\"u\"],\"visits\":5}");
    }

    @Test
    void anObjectForARuledPathIsRefused() {
        assertThat(violation(a.refused(new Payload.Merge(Replica.json("{'n':{'tags':{'x':null}}}"))))
                        .pointer())
                .isEqualTo("/n/tags");
    }
}
