package io.crossweave.policy.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.policy.yaml.YamlNode.Mapping;
import io.crossweave.policy.yaml.YamlNode.Text;
import java.util.List;
import org.junit.jupiter.api.Test;

class YamlReaderTest {
    private final Findings findings = new Findings();

    @Test
    void keepsEveryScalarAsItIsWritten() {
        Mapping mapping =
                (Mapping) YamlReader.read("f", "{country: NO, version: 1.0, on: true, zero: 012, none: ~}", findings)
                        .getFirst();

        assertThat(mapping.members().values().stream().map(member -> ((Text) member.value()).value()))
                .containsExactly("NO", "~", "true", "1.0", "012");
        assertThat(findings.all()).isEmpty();
    }

    @Test
    void refusesDuplicateKeysAlsoWhenTheyAreWrittenDifferently() {
        YamlReader.read("f", "a: 1\nb: 2\n\"a\": 3\n", findings);

        assertThat(told()).containsExactly("f:3:1: error: key 'a' stands here for the second time, first in line 1");
    }

    @Test
    void refusesAnchorsAliasesAndTags() {
        YamlReader.read("f", "a: &x 1\nb: *x\n", findings);
        YamlReader.read("g", "a: !!binary aGk=\n", findings);
        YamlReader.read("h", "a: !java.net.URL x\n", findings);
        YamlReader.read("i", "- &laughs [x, x]\n- [*laughs, *laughs]\n", findings);

        assertThat(told())
                .containsExactly(
                        "f:1:4: error: anchors and aliases are not allowed: write the value where it is meant",
                        "g:1:4: error: the tag tag:yaml.org,2002:binary is not allowed",
                        "h:1:4: error: the tag !java.net.URL is not allowed",
                        "i:1:3: error: anchors and aliases are not allowed: write the value where it is meant");
    }

    @Test
    void refusesDeepNestingAndLargeFiles() {
        YamlReader.read("deep", "[".repeat(100_000), findings);
        YamlReader.read("large", "a: " + "x".repeat(YamlReader.FILE_CHARS_MAX), findings);

        assertThat(told())
                .containsExactly(
                        "deep:1:18: error: nested deeper than 16",
                        "large:1:1: error: a file of 1048579 characters exceeds 1048576");
    }

    @Test
    void tellsWhereAFileIsNoYaml() {
        YamlReader.read("f", "a: [1, 2\nb: 3\n", findings);
        YamlReader.read("g", "a: 1\n\tb: 2\n", findings);
        YamlReader.read("h", "[a, b]: c\n", findings);

        assertThat(told()).hasSize(3).allMatch(text -> text.matches("[fgh]:[12]:\\d+: error: .+"));
    }

    @Test
    void readsNothingFromAnEmptyFile() {
        assertThat(YamlReader.read("f", "", findings)).isEmpty();
        assertThat(YamlReader.read("f", "# only a comment\n", findings)).isEmpty();
        assertThat(findings.all()).isEmpty();
    }

    @Test
    void givesOneCanonicalFormToEachWayOfWritingTheSame() {
        assertThat(canonical("b: [1, 'x']\na: {k: \"v\"}\n"))
                .isEqualTo(canonical("# c\na:\n  k: v\nb:\n  - 1\n  - x\n"));
        assertThat(canonical("a: 'x\"y'")).isNotEqualTo(canonical("a: 'x\\\"y'"));
    }

    private String canonical(String text) {
        var out = new StringBuilder();
        YamlReader.read("f", text, findings).getFirst().canonical(out);
        return out.toString();
    }

    private List<String> told() {
        return findings.all().stream().map(Finding::toString).toList();
    }
}
