package io.crossweave.core.publish;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.crossweave.core.document.JsonArray;
import io.crossweave.core.document.JsonLimits;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonPointer;
import io.crossweave.core.document.JsonReader;
import io.crossweave.core.document.JsonString;
import io.crossweave.core.document.JsonValue;
import io.crossweave.core.event.DeltaOperation;
import io.crossweave.core.event.Payload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The published test suite of JSON Patch (RFC 6902), where it is at hand, by the real way of a change: each case as the document of a
 * context, and as one of its members, so that cases with a document that is no object run as well.
 */
final class JsonPatchVectorsTest {
    private static final Path VECTORS =
            Path.of(System.getProperty("crossweave.home", ".."), "../shared/vectors/json-patch/tests.json");
    private static final JsonPointer MEMBER = JsonPointer.of("doc");

    static Stream<JsonObject> cases() throws IOException {
        // One that is no case stands for a suite that is not at hand: the test says so and is skipped.
        if (!Files.isRegularFile(VECTORS)) {
            return Stream.of(JsonObject.EMPTY);
        }
        var cases = (JsonArray) JsonReader.parse(Files.readAllBytes(VECTORS), JsonLimits.DEFAULT);
        var all = new ArrayList<JsonObject>();
        cases.forEach(vector -> all.add((JsonObject) vector));
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void L4_aContextDoesAsThePublishedSuiteSays(JsonObject vector) {
        assumeTrue(!vector.isEmpty(), "no JSON Patch vectors at " + VECTORS);
        JsonValue document = requireNonNull(vector.get("doc"));
        JsonValue expected = expected(vector);

        check(JsonObject.of("doc", document), operations(vector, MEMBER), JsonObject.of("doc", expected), vector);
        if (document instanceof JsonObject object) {
            check(object, operations(vector, JsonPointer.ROOT), expected, vector);
        }
    }

    static Stream<JsonObject> casesOfOtherDocuments() throws IOException {
        return cases().filter(vector -> !(vector.get("doc") instanceof JsonObject));
    }

    @ParameterizedTest
    @MethodSource("casesOfOtherDocuments")
    void aDocumentThatIsNoObjectIsRefused(JsonObject vector) {
        assumeTrue(!vector.isEmpty(), "no JSON Patch vectors at " + VECTORS);
        JsonValue document = requireNonNull(vector.get("doc"));

        var outcome = new Replica("a", Types.PLAIN).refused(new DeltaOperation.Add(JsonPointer.ROOT, document));

        assertThat(Ops.violation(outcome).detail()).contains("is an object");
    }

    private static JsonValue expected(JsonObject vector) {
        JsonValue expected = vector.get("expected");
        return expected == null ? requireNonNull(vector.get("doc")) : expected;
    }

    private static void check(
            JsonObject document, List<DeltaOperation> operations, JsonValue expected, JsonObject vector) {
        var a = new Replica("a", Types.PLAIN);
        a.publish(1, new Payload.State(document));
        Stamping stamping = a.stamp(2, "patch", new Payload.Delta(operations));
        if (vector.get("error") != null) {
            assertThat(stamping).isInstanceOf(Stamping.Refused.class);
        } else {
            assertThat(stamping).isInstanceOf(Stamping.Stamped.class);
            a.apply(((Stamping.Stamped) stamping).event());
            assertThat(a.state.document()).isEqualTo(expected);
        }
    }

    private static List<DeltaOperation> operations(JsonObject vector, JsonPointer base) {
        var operations = new ArrayList<DeltaOperation>();
        for (JsonValue one : (JsonArray) requireNonNull(vector.get("patch"))) {
            JsonObject operation = (JsonObject) one;
            JsonPointer path = pointer(base, operation, "path");
            operations.add(
                    switch (text(operation, "op")) {
                        case "add" -> new DeltaOperation.Add(path, value(operation));
                        case "replace" -> new DeltaOperation.Replace(path, value(operation));
                        case "remove" -> new DeltaOperation.Remove(path);
                        case "move" -> new DeltaOperation.Move(pointer(base, operation, "from"), path);
                        case "copy" -> new DeltaOperation.Copy(pointer(base, operation, "from"), path);
                        case "test" -> new DeltaOperation.Test(path, value(operation));
                        case String other -> throw new IllegalStateException(other);
                    });
        }
        return operations;
    }

    private static JsonPointer pointer(JsonPointer base, JsonObject operation, String member) {
        return JsonPointer.parse(base + text(operation, member));
    }

    private static JsonValue value(JsonObject operation) {
        return requireNonNull(operation.get("value"));
    }

    private static String text(JsonObject object, String name) {
        return ((JsonString) requireNonNull(object.get(name))).value();
    }
}
