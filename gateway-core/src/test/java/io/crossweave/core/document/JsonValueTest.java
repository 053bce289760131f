package io.crossweave.core.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonValueTest {
    private static final JsonValue ONE = JsonNumber.of(1);

    @Test
    void objectsAreEqualWhateverTheOrderOfTheirMembers() {
        JsonObject left = JsonObject.of("a", ONE, "b", JsonArray.of(ONE), "c", JsonNull.NULL);
        JsonObject right = JsonObject.of("c", JsonNull.NULL, "b", JsonArray.of(JsonNumber.of("1.0")), "a", ONE);

        assertThat(left).isEqualTo(right).hasSameHashCodeAs(right);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|[]", "{\"a\":1}|{\"a\":2}", "{\"a\":1}|{\"b\":1}", "{\"a\":1}|{\"a\":1,\"b\":1}", "{\"a\":null}|{}",
                        "[1]|[1,1]",
                "[1,2]|[2,1]", "[[1],2]|[[1,2]]", "{\"a\":{\"b\":1}}|{\"a\":{},\"b\":1}", "1|\"1\"", "null|false",
                        "[]|[[]]"
            })
    void differentValuesAreNotEqual(String left, String right) {
        JsonValue a = JsonReader.parse(left, JsonLimits.DEFAULT);
        JsonValue b = JsonReader.parse(right, JsonLimits.DEFAULT);

        assertThat(a).isNotEqualTo(b);
        assertThat(b).isNotEqualTo(a);
    }

    @Test
    void anArrayOverATreeEqualsOneOverAList() {
        SortedTree<Integer, JsonValue> tree = SortedTree.empty(Comparator.<Integer>reverseOrder());
        for (int i = 0; i < 10; i++) {
            tree = tree.with(i, JsonNumber.of(i));
        }
        List<JsonValue> list = new ArrayList<>();
        for (int i = 9; i >= 0; i--) {
            list.add(JsonNumber.of(i));
        }

        JsonArray overTree = JsonArray.ofTree(tree);

        assertThat(overTree).isEqualTo(JsonArray.of(list)).hasSameHashCodeAs(JsonArray.of(list));
        assertThat(overTree.get(0)).isEqualTo(JsonNumber.of(9));
        assertThat(overTree.size()).isEqualTo(10);
        assertThat(JsonWriter.toText(overTree)).isEqualTo("[9,8,7,6,5,4,3,2,1,0]");
        assertThat(JsonArray.ofTree(SortedTree.<String, JsonValue>empty(Comparator.naturalOrder())))
                .isSameAs(JsonArray.EMPTY);
    }

    @Test
    void tenThousandAppendsToALogShareTheirStructure() {
        Set<TreeNode<?, ?>> known = Collections.newSetFromMap(new IdentityHashMap<>());
        SortedTree<Integer, JsonValue> log = SortedTree.empty(Comparator.naturalOrder());
        JsonObject document = JsonObject.of("state", JsonObject.of("a", ONE));
        List<JsonObject> versions = new ArrayList<>();
        int worst = 0;
        for (int i = 0; i < 10_000; i++) {
            log = log.with(i, JsonNumber.of(i));
            worst = Math.max(worst, SortedTreeTest.addNewNodes(log, known));
            document = document.with("messages", JsonArray.ofTree(log));
            versions.add(document);
        }

        // Copies would be 50 million nodes.
        assertThat(worst).isLessThan(40);
        assertThat(known).hasSizeLessThan(10_000 * 20);
        for (int i : new int[] {0, 1, 99, 5_000, 9_999}) {
            assertThat(versions.get(i).get("messages")).isInstanceOfSatisfying(JsonArray.class, messages -> {
                assertThat(messages.size()).isEqualTo(i + 1);
                assertThat(messages.get(i)).isEqualTo(JsonNumber.of(i));
            });
        }
        assertThat(versions.get(17).get("state")).isSameAs(document.get("state"));
    }

    @Test
    void aChangedObjectLeavesTheOldOneAsItWas() {
        JsonObject before = JsonObject.of("a", ONE, "b", JsonNull.NULL);

        JsonObject after = before.without("a").with("c", JsonBoolean.TRUE);

        assertThat(JsonWriter.toText(before)).isEqualTo("{\"a\":1,\"b\":null}");
        assertThat(JsonWriter.toText(after)).isEqualTo("{\"b\":null,\"c\":true}");
        assertThat(after.members()).containsExactly(Map.entry("b", JsonNull.NULL), Map.entry("c", JsonBoolean.TRUE));
        assertThat(before.with("a", ONE)).isSameAs(before);
        assertThat(before.without("x")).isSameAs(before);
    }

    @Test
    void aChangedListDoesNotChangeItsArray() {
        List<JsonValue> list = new ArrayList<>(List.of(ONE));
        JsonArray array = JsonArray.of(list);

        list.add(ONE);

        assertThat(array.size()).isEqualTo(1);
    }

    @Test
    void loneSurrogates_areRefusedInStringsAndNames() {
        assertThatThrownBy(() -> new JsonString("\ud800")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> JsonObject.of("x\udc00", ONE)).isInstanceOf(IllegalArgumentException.class);
        assertThat(new JsonString("\ud83d\ude00").value()).hasSize(2);
    }

    @Test
    void toStringTellsNoPayload() {
        JsonValue secret = new JsonString("secret");
        for (JsonValue value :
                List.of(secret, JsonArray.of(secret), JsonObject.of("secret", secret), JsonNumber.of(4711))) {
            assertThat(value.toString()).doesNotContain("secret", "4711");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "|{\"\":0,\" \":7,\"a/b\":1,\"foo\":[\"bar\",\"baz\"],\"m~n\":8,\"0\":[{\"0\":5}]}",
                "/foo|[\"bar\",\"baz\"]",
                "/foo/0|\"bar\"",
                "/foo/1|\"baz\"",
                "/|0",
                "/a~1b|1",
                "/ |7",
                "/m~0n|8",
                "/0/0/0|5"
            })
    void findsWhatAPointerNames(String pointer, String expected) {
        JsonValue document = JsonReader.parse(
                "{\"foo\":[\"bar\",\"baz\"],\"\":0,\"a/b\":1,\" \":7,\"m~n\":8,\"0\":[{\"0\":5}]}", JsonLimits.DEFAULT);

        JsonValue found = document.at(JsonPointer.parse(pointer == null ? "" : pointer));

        assertThat(found).isEqualTo(JsonReader.parse(expected, JsonLimits.DEFAULT));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/foo/2|",
                "/foo/-|",
                "/foo/01|",
                "/foo/-1|",
                "/foo/1e0|",
                "/foo/99999999999|",
                "/foo/0/0|",
                "/bar|",
                "/foo/|"
            })
    void findsNothingWhereNothingIs(String pointer) {
        JsonValue document = JsonReader.parse("{\"foo\":[\"bar\",\"baz\"]}", JsonLimits.DEFAULT);

        assertThat(document.at(JsonPointer.parse(pointer))).isNull();
    }
}
