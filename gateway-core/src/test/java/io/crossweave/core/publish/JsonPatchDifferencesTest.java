package io.crossweave.core.publish;

import static io.crossweave.core.publish.Ops.add;
import static io.crossweave.core.publish.Ops.copy;
import static io.crossweave.core.publish.Ops.remove;
import static io.crossweave.core.publish.Ops.replace;
import static io.crossweave.core.publish.Ops.violation;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Where JSON Patch does something else here than RFC 6902 says; docs/json-patch.md gives the reasons under the same names. */
final class JsonPatchDifferencesTest {
    private final Replica a = new Replica("a");

    @Test
    void aDocumentIsAnObject() {
        assertThat(violation(a.refused(add("", "[1]"))).detail()).contains("is an object");
        assertThat(violation(a.refused(replace("", "'text'"))).detail()).contains("is an object");
    }

    @Test
    void theWholeDocumentIsNotRemoved() {
        a.put(1, "{'a':1}");

        assertThat(violation(a.refused(remove(""))).detail()).contains("deleting the context");
    }

    @Test
    void addMakesMissingParents() {
        a.delta(1, add("/x/y/z", "1"), copy("/x/y", "/u/v"));

        assertThat(a.document()).isEqualTo("{\"u\":{\"v\":{\"z\":1}},\"x\":{\"y\":{\"z\":1}}}");
    }

    @Test
    void addBelowAScalarMakesAnObjectOfIt() {
        a.delta(1, add("/x", "1"));

        a.delta(2, add("/x/y", "2"));

        assertThat(a.document()).isEqualTo("{\"x\":{\"y\":2}}");
    }

    @Test
    void replaceSetsWhatIsAbsent() {
        a.delta(1, replace("/x", "1"));

        assertThat(a.document()).isEqualTo("{\"x\":1}");
    }

    @Test
    void aPathWithARuleTakesWhatItsRuleTakes() {
        a.put(1, "{'messages':['m'],'tags':['t'],'visits':1,'best':9}");

        assertThat(violation(a.refused(replace("/messages/0", "'n'"))).detail()).contains("log");
        assertThat(violation(a.refused(add("/tags/0", "'n'"))).detail()).contains("set");
        assertThat(violation(a.refused(add("/visits", "'n'"))).detail()).contains("counter");
        assertThat(violation(a.refused(add("/best", "true"))).detail()).contains("max");
    }

    @Test
    void whatIsAddedToALogGoesToItsEnd() {
        a.put(1, "{'messages':['m']}");

        a.delta(2, add("/messages/0", "'n'"));

        assertThat(a.document()).isEqualTo("{\"messages\":[\"m\",\"n\"]}");
    }

    @Test
    void aValueThatTheRuleDoesNotShowIsWrittenAllTheSame() {
        a.put(1, "{'best':9}");

        a.delta(2, replace("/best", "3"));

        assertThat(a.document()).isEqualTo("{\"best\":9}");
    }
}
