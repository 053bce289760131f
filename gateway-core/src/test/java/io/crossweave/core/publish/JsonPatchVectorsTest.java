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
import io.crossweave.core.document.JsonWriter;
import io.crossweave.core.event.DeltaOperation;
import io.crossweave.core.event.Payload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The published test suite of JSON Patch (RFC 6902), where it is at hand, as far as a context's document and its operations reach. */
final class JsonPatchVectorsTest {
    private static final Path VECTORS =
            Path.of(System.getProperty("crossweave.home", ".."), "../shared/vectors/json-patch/tests.json");

    private final TreeMap<String, Integer> skipped = new TreeMap<>();
    private int run;

    @Test
    void doesAsThePublishedSuiteSays() throws IOException {
        assumeTrue(Files.isRegularFile(VECTORS), "no JSON Patch vectors at " + VECTORS);
        var cases = (JsonArray) JsonReader.parse(Files.readAllBytes(VECTORS), JsonLimits.DEFAULT);

        for (JsonValue one : cases) {
            JsonObject vector = (JsonObject) one;
            String reason = reasonToSkip(vector);
            if (reason == null) {
                run(vector);
            } else {
                skipped.merge(reason, 1, Integer::sum);
            }
        }

        int skips = skipped.values().stream().mapToInt(Integer::intValue).sum();
        assertThat(run + skips).isEqualTo(cases.size());
        assertThat(run).as("run beside skipped %s", skipped).isGreaterThanOrEqualTo(30);
    }

    private static @Nullable String reasonToSkip(JsonObject vector) {
        if (!(vector.get("doc") instanceof JsonObject)) {
            return "the document is no object";
        }
        for (JsonValue operation : (JsonArray) requireNonNull(vector.get("patch"))) {
            String op = text((JsonObject) operation, "op");
            if (op.equals("move") || op.equals("copy")) {
                return "move and copy are none of the operations";
            }
        }
        return null;
    }

    private void run(JsonObject vector) {
        var a = new Replica("a", Types.PLAIN);
        a.publish(1, new Payload.State((JsonObject) requireNonNull(vector.get("doc"))));
        var payload = new Payload.Delta(operations((JsonArray) requireNonNull(vector.get("patch"))));
        Stamping stamping = a.stamp(2, "patch", payload);
        String name = JsonWriter.toText(vector);
        if (vector.get("error") != null) {
            assertThat(stamping).as(name).isInstanceOf(Stamping.Refused.class);
        } else {
            assertThat(stamping).as(name).isInstanceOf(Stamping.Stamped.class);
            a.apply(((Stamping.Stamped) stamping).event());
            JsonValue expected = vector.get("expected");
            assertThat(a.state.document()).as(name).isEqualTo(expected == null ? vector.get("doc") : expected);
        }
        run++;
    }

    private static List<DeltaOperation> operations(JsonArray patch) {
        var operations = new ArrayList<DeltaOperation>();
        for (JsonValue one : patch) {
            JsonObject operation = (JsonObject) one;
            JsonPointer path = JsonPointer.parse(text(operation, "path"));
            operations.add(
                    switch (text(operation, "op")) {
                        case "add" -> new DeltaOperation.Add(path, value(operation));
                        case "replace" -> new DeltaOperation.Replace(path, value(operation));
                        case "remove" -> new DeltaOperation.Remove(path);
                        case "test" -> new DeltaOperation.Test(path, value(operation));
                        case String other -> throw new IllegalStateException(other);
                    });
        }
        return operations;
    }

    private static JsonValue value(JsonObject operation) {
        return requireNonNull(operation.get("value"));
    }

    private static String text(JsonObject object, String name) {
        return ((JsonString) requireNonNull(object.get(name))).value();
    }
}
